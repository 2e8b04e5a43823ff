package io.quantumvault.signer.hardening;

import io.quantumvault.keys.memory.KeyMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes rights away from the process before it touches a key: memory not readable by others, no
 * core file, no new privileges, no attaching, no agent, no heap dump; in a process of its own also
 * no program, no child and none of the {@linkplain RefusedCall system calls} that a signer never
 * makes, and no files but its own ({@link Confinement}). Rule: the page docs/signer.md.
 */
public final class Hardening {
  private Hardening() {}

  /** How much is asked for. */
  public enum Mode {
    /** All of it, or the process does not start. */
    STRICT,
    /** What the machine gives; what is missing is told. */
    AVAILABLE
  }

  /**
   * What is asked for.
   *
   * @param fallbackSuffices whether key memory with less than full protection is good enough
   * @param ownProcess whether the process is the signer's alone, so that what nobody else in it
   *     could do without may be taken away, too
   * @param landlockMayLack whether a kernel without Landlock is good enough
   */
  public record Demand(
      Mode mode, boolean fallbackSuffices, boolean ownProcess, boolean landlockMayLack) {}

  /** A process that may not start; the message says what to set. */
  public static final class HardeningRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HardeningRefused(List<String> missing) {
      super(
          "the signer does not start unhardened: "
              + String.join("; ", missing)
              + ". quantumvault.signer.hardening=available starts it anyway, against a paper chain"
              + " only.");
    }
  }

  /**
   * Applies it.
   *
   * @return what is missing; empty in strict mode
   * @throws HardeningRefused in strict mode, when anything is missing
   */
  public static List<String> apply(Demand demand) {
    return require(demand.mode(), missing(Launch.ofThisProcess(), demand));
  }

  static List<String> require(Mode mode, List<String> missing) {
    if (mode == Mode.STRICT && !missing.isEmpty()) {
      throw new HardeningRefused(missing);
    }
    return missing;
  }

  private static List<String> missing(Launch launch, Demand demand) {
    var missing = new ArrayList<>(launch.problems());
    add(missing, Libc.notDumpable(), "the kernel must allow PR_SET_DUMPABLE");
    add(missing, Libc.noCoreFiles(), "the kernel must allow RLIMIT_CORE to be set to 0");
    add(missing, Libc.noNewPrivileges(), "the kernel must allow PR_SET_NO_NEW_PRIVS");
    if (demand.ownProcess()) {
      add(
          missing,
          Seccomp.install(),
          "the kernel must have seccomp filters (CONFIG_SECCOMP_FILTER), on x86-64 or aarch64");
      add(
          missing,
          Landlock.inForce() || demand.landlockMayLack(),
          "the kernel must have Landlock (Linux 5.13 or newer, \"landlock\" among lsm= of its"
              + " command line), or set quantumvault.signer.landlock-may-lack=true");
    } else {
      missing.add("run the signer as a process of its own: no system call filter, no Landlock");
    }
    keyMemoryProblem(demand.fallbackSuffices()).ifPresent(missing::add);
    return missing;
  }

  private static Optional<String> keyMemoryProblem(boolean fallbackSuffices) {
    try {
      KeyMemory.start(fallbackSuffices);
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void add(List<String> missing, boolean held, String otherwise) {
    if (!held) {
      missing.add(otherwise);
    }
  }
}

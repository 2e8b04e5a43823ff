package io.quantumvault.signer.hardening;

import io.quantumvault.keys.memory.KeyMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes rights away from the process before it touches a key: memory not readable by others, no
 * core file, no new privileges, no attaching, no agent, no heap dump. Seccomp and Landlock are not
 * applied here. Rule: the page docs/signer.md.
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
   * @param fallbackSuffices whether key memory with less than full protection is good enough
   * @return what is missing; empty in strict mode
   * @throws HardeningRefused in strict mode, when anything is missing
   */
  public static List<String> apply(Mode mode, boolean fallbackSuffices) {
    return require(mode, missing(Launch.ofThisProcess(), fallbackSuffices));
  }

  static List<String> require(Mode mode, List<String> missing) {
    if (mode == Mode.STRICT && !missing.isEmpty()) {
      throw new HardeningRefused(missing);
    }
    return missing;
  }

  private static List<String> missing(Launch launch, boolean fallbackSuffices) {
    var missing = new ArrayList<>(launch.problems());
    add(missing, Libc.notDumpable(), "the kernel must allow PR_SET_DUMPABLE");
    add(missing, Libc.noCoreFiles(), "the kernel must allow RLIMIT_CORE to be set to 0");
    add(missing, Libc.noNewPrivileges(), "the kernel must allow PR_SET_NO_NEW_PRIVS");
    keyMemoryProblem(fallbackSuffices).ifPresent(missing::add);
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

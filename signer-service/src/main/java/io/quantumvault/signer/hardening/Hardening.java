package io.quantumvault.signer.hardening;

import io.quantumvault.keys.memory.SecretMemory;
import java.util.ArrayList;
import java.util.List;

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
   * @param lockedPagesSuffice whether key memory that root can read is good enough
   * @return what is missing; empty in strict mode
   * @throws HardeningRefused in strict mode, when anything is missing
   */
  public static List<String> apply(Mode mode, boolean lockedPagesSuffice) {
    return require(mode, missing(Launch.ofThisProcess(), lockedPagesSuffice));
  }

  static List<String> require(Mode mode, List<String> missing) {
    if (mode == Mode.STRICT && !missing.isEmpty()) {
      throw new HardeningRefused(missing);
    }
    return missing;
  }

  private static List<String> missing(Launch launch, boolean lockedPagesSuffice) {
    var missing = new ArrayList<>(launch.problems());
    add(missing, Libc.notDumpable(), "the kernel must allow PR_SET_DUMPABLE");
    add(missing, Libc.noCoreFiles(), "the kernel must allow RLIMIT_CORE to be set to 0");
    add(missing, Libc.noNewPrivileges(), "the kernel must allow PR_SET_NO_NEW_PRIVS");
    add(
        missing,
        keyMemory(lockedPagesSuffice),
        "raise the memory lock limit (ulimit -l) and use a"
            + " kernel with memfd_secret, or set quantumvault.signer.locked-pages-suffice=true");
    return missing;
  }

  private static boolean keyMemory(boolean lockedPagesSuffice) {
    try (var probe = SecretMemory.allocate(32)) {
      return probe.size() == 32
          && (lockedPagesSuffice || SecretMemory.mode() == SecretMemory.Mode.SECRET_PAGES);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void add(List<String> missing, boolean held, String otherwise) {
    if (!held) {
      missing.add(otherwise);
    }
  }
}

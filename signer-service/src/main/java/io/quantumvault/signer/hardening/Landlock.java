package io.quantumvault.signer.hardening;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Landlock (landlock(7)): which files this thread, and whatever it starts or becomes from now on,
 * may still reach. Rights that the running kernel does not know are left out.
 */
final class Landlock {
  private static final int CREATE_RULESET = 444;
  private static final int ADD_RULE = 445;
  private static final int RESTRICT_SELF = 446;
  private static final long ASK_VERSION = 1;
  private static final long PATH_BENEATH = 1;

  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_DIR = 1 << 3;

  /** Execute to make-symlink, the rights of the first version. */
  private static final long FIRST_VERSION = (1 << 13) - 1;

  private static final long REFER = 1 << 13;
  private static final long TRUNCATE = 1 << 14;
  private static final long IOCTL_DEVICE = 1 << 15;

  /** What can be said of a file; the kernel refuses a rule for one that names more. */
  private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE;

  /** Neither abstract sockets nor signals to processes outside. */
  private static final long ALL_SCOPES = 3;

  private static final int WITH_REFER = 2;
  private static final int WITH_TRUNCATE = 3;
  private static final int WITH_IOCTL = 5;
  private static final int WITH_SCOPES = 6;

  private Landlock() {}

  /** The version the kernel speaks; 0 for none. */
  static int version() {
    return (int) Math.max(0, Libc.call(p -> CREATE_RULESET, 0, 0, ASK_VERSION, 0));
  }

  /** Whether this thread is bound: nobody bound by us may list the root folder. */
  static boolean inForce() {
    try (var all = Files.newDirectoryStream(Path.of("/"))) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Binds this thread. Needs no new privileges to have been given up.
   *
   * @return false where the kernel does not do it
   */
  static boolean restrict(List<FileRule> rules) {
    int version = version();
    if (version == 0) {
      return false;
    }
    int ruleset = ruleset(version);
    if (ruleset < 0) {
      return false;
    }
    try {
      return rules.stream().allMatch(rule -> add(ruleset, rule, version))
          && Libc.call(p -> RESTRICT_SELF, ruleset, 0, 0, 0) == 0;
    } finally {
      Libc.close(ruleset);
    }
  }

  private static int ruleset(int version) {
    try (var arena = Arena.ofConfined()) {
      // struct landlock_ruleset_attr: files, network, scopes; older kernels know a shorter one.
      var attributes = arena.allocate(JAVA_LONG, 3);
      attributes.setAtIndex(JAVA_LONG, 0, handled(version));
      attributes.setAtIndex(JAVA_LONG, 2, version >= WITH_SCOPES ? ALL_SCOPES : 0);
      long size = version >= WITH_SCOPES ? attributes.byteSize() : Long.BYTES;
      return (int) Libc.call(p -> CREATE_RULESET, attributes.address(), size, 0, 0);
    }
  }

  private static long handled(int version) {
    return FIRST_VERSION
        | (version >= WITH_REFER ? REFER : 0)
        | (version >= WITH_TRUNCATE ? TRUNCATE : 0)
        | (version >= WITH_IOCTL ? IOCTL_DEVICE : 0);
  }

  /** True also for what is not there: nobody can reach it then. */
  private static boolean add(int ruleset, FileRule rule, int version) {
    int parent = Libc.openPath(rule.path().toString());
    if (parent < 0) {
      return true;
    }
    try (var arena = Arena.ofConfined()) {
      long rights = rights(rule.right()) & handled(version);
      // struct landlock_path_beneath_attr is packed.
      var attributes = arena.allocate(12, 8);
      attributes.set(
          JAVA_LONG_UNALIGNED, 0, Files.isDirectory(rule.path()) ? rights : rights & OF_FILES);
      attributes.set(JAVA_INT, 8, parent);
      return Libc.call(p -> ADD_RULE, ruleset, PATH_BENEATH, attributes.address(), 0) == 0;
    } finally {
      Libc.close(parent);
    }
  }

  private static long rights(FileRule.Right right) {
    return switch (right) {
      case READ -> READ_FILE | READ_DIR;
      case RUN -> EXECUTE | READ_FILE;
      case WRITE -> (FIRST_VERSION | REFER | TRUNCATE | IOCTL_DEVICE) & ~EXECUTE;
    };
  }
}

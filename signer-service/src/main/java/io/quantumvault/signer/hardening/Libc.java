package io.quantumvault.signer.hardening;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** The calls by which a process takes rights away from itself. */
final class Libc {
  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final int RLIMIT_CORE = 4;

  private static final MethodHandle PRCTL =
      handle(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle SETRLIMIT =
      handle("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private Libc() {}

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
  }

  /** Other processes of the same user can no longer read this one's memory. */
  static boolean notDumpable() {
    return prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_GET_DUMPABLE, 0) == 0;
  }

  static boolean noNewPrivileges() {
    return prctl(PR_SET_NO_NEW_PRIVS, 1) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0) == 1;
  }

  static boolean noCoreFiles() {
    try (var arena = Arena.ofConfined()) {
      return (int) SETRLIMIT.invokeExact(RLIMIT_CORE, arena.allocate(16, 8)) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("setrlimit", e);
    }
  }

  private static int prctl(int option, long argument) {
    try {
      return (int) PRCTL.invokeExact(option, argument, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("prctl", e);
    }
  }
}

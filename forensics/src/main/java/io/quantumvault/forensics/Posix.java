package io.quantumvault.forensics;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** The C library calls the search needs, on Linux. */
final class Posix {
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;

  private static final int SC_PAGESIZE = 30;
  private static final MethodHandle KILL =
      handle("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SYSCONF =
      handle("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  private Posix() {}

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** Whether the kernel sent the signal. */
  static boolean kill(long pid, int signal) {
    try {
      return (int) KILL.invokeExact(Math.toIntExact(pid), signal) == 0;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  static long pageBytes() {
    try {
      return (long) SYSCONF.invokeExact(SC_PAGESIZE);
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }
}

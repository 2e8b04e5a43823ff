package io.quantumvault.forensics;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
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
  private static final MethodHandle WAITPID =
      handle("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle PTRACE =
      handle(
          "ptrace",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(1));

  private Posix() {}

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
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

  /** The thread whose state has changed, 0 for none yet, or -1. */
  static int waitpid(int tid, int flags) {
    try {
      return (int) WAITPID.invokeExact(tid, MemorySegment.NULL, flags);
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  /** Whether the kernel did what was asked. */
  static boolean ptrace(int request, int tid, long address, MemorySegment data) {
    try {
      return (long) PTRACE.invokeExact(request, tid, address, data) == 0;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }
}

package io.quantumvault.signer.hardening;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The calls by which a process takes rights away from itself. All go through one function of the C
 * library, syscall(2): a JVM needs some hundredths of a second to learn to call each.
 */
final class Libc {
  private static final long PR_GET_DUMPABLE = 3;
  private static final long PR_SET_DUMPABLE = 4;
  private static final long PR_SET_NO_NEW_PRIVS = 38;
  private static final long PR_GET_NO_NEW_PRIVS = 39;
  private static final long RLIMIT_CORE = 4;
  private static final long AT_FDCWD = -100;
  private static final long O_PATH_AND_CLOEXEC = 010000000 | 02000000;
  private static final long ENOSYS = 38;

  private static final Linker.Option ERRNO_STATE = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
              Linker.Option.firstVariadicArg(1),
              ERRNO_STATE);

  private Libc() {}

  /** Other processes of the same user can no longer read this one's memory. */
  static boolean notDumpable() {
    return prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_GET_DUMPABLE, 0) == 0;
  }

  /** From now on starting a program gives no rights, such as those of a set-user-id file. */
  static boolean noNewPrivileges() {
    return prctl(PR_SET_NO_NEW_PRIVS, 1) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0) == 1;
  }

  /** No core file from now on, and no way to allow one again. */
  static boolean noCoreFiles() {
    try (var arena = Arena.ofConfined()) {
      var none = arena.allocate(JAVA_LONG, 2);
      return call(p -> p.prlimit64, 0, RLIMIT_CORE, none.address(), 0) == 0;
    }
  }

  private static long prctl(long option, long argument) {
    return call(p -> p.prctl, option, argument, 0, 0);
  }

  /** A descriptor that only names what lies at the path, its links followed; below 0 for none. */
  static int openPath(String path) {
    try (var arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path).address();
      return (int) call(p -> p.openat, AT_FDCWD, name, O_PATH_AND_CLOEXEC, 0);
    }
  }

  static void close(int descriptor) {
    var _ = call(p -> p.close, descriptor, 0, 0, 0);
  }

  /** Becomes another program with this environment; returns only if that failed. */
  static void exec(String program, List<String> arguments) {
    try (var arena = Arena.ofConfined()) {
      var words = arena.allocate(ADDRESS, arguments.size() + 1L);
      for (int i = 0; i < arguments.size(); i++) {
        words.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
      }
      words.setAtIndex(ADDRESS, arguments.size(), MemorySegment.NULL);
      long name = arena.allocateFrom(program).address();
      var _ = call(RefusedCall.EXECVE::number, name, words.address(), environment(), 0);
    }
  }

  private static long environment() {
    var variable = Linker.nativeLinker().defaultLookup().findOrThrow("environ");
    return variable.reinterpret(Long.BYTES).get(JAVA_LONG, 0);
  }

  /** The number of a call on a kind of processor. */
  @FunctionalInterface
  interface CallNumber {
    int on(Processor processor);
  }

  /** What the call gave, or minus the errno; ENOSYS on a processor whose numbers are unknown. */
  static long call(CallNumber call, long a, long b, long c, long d) {
    return Processor.ofThisMachine().map(p -> syscall(call.on(p), a, b, c, d)).orElse(-ENOSYS);
  }

  private static long syscall(long number, long a, long b, long c, long d) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(Linker.Option.captureStateLayout());
      // The kernel wants zeros where prctl(2) has no argument.
      long answer = (long) SYSCALL.invokeExact(state, number, a, b, c, d, 0L);
      return answer >= 0 ? answer : -(int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("system call " + number, e);
    }
  }
}

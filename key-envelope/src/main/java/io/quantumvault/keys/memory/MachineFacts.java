package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What the C library tells of this process's limits, its pages and its processor. */
final class MachineFacts {
  private static final int RLIMIT_MEMLOCK = 8;
  private static final long AT_HWCAP = 16;

  private static final MethodHandle GETAUXVAL =
      Libc.handle("getauxval", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle GETRLIMIT =
      Libc.handle("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SYSCONF =
      Libc.handle("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  private MachineFacts() {}

  /** How many bytes this process may lock; {@link Long#MAX_VALUE} when there is no limit. */
  static long lockLimit() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(JAVA_LONG, 2);
      if ((int) GETRLIMIT.invokeExact(RLIMIT_MEMLOCK, limits) != 0) {
        return Long.MAX_VALUE;
      }
      long soft = limits.get(JAVA_LONG, 0);
      return soft < 0 ? Long.MAX_VALUE : soft;
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  /** What the kernel says of this processor, AT_HWCAP of getauxval(3). */
  static long hardwareCapabilities() {
    try {
      return (long) GETAUXVAL.invokeExact(AT_HWCAP);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static long pageSize() {
    try {
      return (long) SYSCONF.invokeExact(30);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}

package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A native function called at once on the thread's own stack, where it may leave words of a key:
 * for C libraries without user contexts.
 */
final class SingleCall {
  private static final MethodHandle CALL_2 = handle(2);
  private static final MethodHandle CALL_3 = handle(3);
  private static final MethodHandle CALL_5 = handle(5);
  private static final MethodHandle CALL_9 = handle(9);

  private SingleCall() {}

  private static MethodHandle handle(int arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments];
    Arrays.fill(layouts, JAVA_LONG);
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(layouts));
  }

  static void call(long function, long a, long b) {
    try {
      CALL_2.invokeExact(MemorySegment.ofAddress(function), a, b);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void call(long function, long a, long b, long c) {
    try {
      CALL_3.invokeExact(MemorySegment.ofAddress(function), a, b, c);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void call(long function, long a, long b, long c, long d, long e) {
    try {
      CALL_5.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void call(
      long function, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
    try {
      CALL_9.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f, g, h, i);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}

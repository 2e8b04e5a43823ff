package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The user contexts of glibc: a native function and its arguments, prepared to run on a stack of
 * our choosing, and what runs after it (makecontext(3)). Other C libraries have none.
 *
 * <p>Addresses are plain numbers here, so that a call allocates nothing. Arguments are 64 bits
 * wide: glibc passes them so on both architectures, whatever the prototype's {@code int} suggests.
 */
final class UserContext {
  /** Room for one, {@code sizeof(ucontext_t)} rounded up: 968 on x86-64, 4560 on aarch64. */
  static final int BYTES = System.getProperty("os.arch").equals("aarch64") ? 4608 : 1024;

  /** Where the fields lie, alike on both architectures. */
  static final long LINK = 8;

  static final long STACK_START = 16;
  static final long STACK_BYTES = 32;

  private static final Linker LINKER = Linker.nativeLinker();

  /** Whether this C library has them. */
  static final boolean AVAILABLE =
      has("gnu_get_libc_version") && has("getcontext") && has("makecontext") && has("swapcontext");

  private static final MethodHandle GET =
      handle("getcontext", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
  private static final MethodHandle SWAP =
      handle("swapcontext", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle MAKE_2 = make(2);
  private static final MethodHandle MAKE_3 = make(3);
  private static final MethodHandle MAKE_5 = make(5);
  private static final MethodHandle MAKE_9 = make(9);

  private UserContext() {}

  private static boolean has(String function) {
    return LINKER.defaultLookup().find(function).isPresent();
  }

  private static MethodHandle make(int arguments) {
    MemoryLayout[] layouts = new MemoryLayout[3 + arguments];
    Arrays.fill(layouts, JAVA_LONG);
    layouts[2] = JAVA_INT;
    return handle(
        "makecontext", FunctionDescriptor.ofVoid(layouts), Linker.Option.firstVariadicArg(3));
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment function = LINKER.defaultLookup().find(name).orElse(MemorySegment.NULL);
    return AVAILABLE
        ? LINKER.downcallHandle(function, descriptor, options)
        : LINKER.downcallHandle(descriptor, options);
  }

  /** Fills a context with the state of this thread, which every later use starts from. */
  static void get(long context) {
    try {
      if ((int) GET.invokeExact(context) != 0) {
        throw new IllegalStateException("getcontext refused");
      }
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  /** Runs a prepared context and all that is linked to it; returns when {@code here} is reached. */
  static void swap(long here, long to) {
    try {
      if ((int) SWAP.invokeExact(here, to) != 0) {
        throw new IllegalStateException("swapcontext refused");
      }
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void make(long context, long function, long a, long b) {
    try {
      MAKE_2.invokeExact(context, function, 2, a, b);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void make(long context, long function, long a, long b, long c) {
    try {
      MAKE_3.invokeExact(context, function, 3, a, b, c);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void make(long context, long function, long a, long b, long c, long d, long e) {
    try {
      MAKE_5.invokeExact(context, function, 5, a, b, c, d, e);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void make(
      long context,
      long function,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i) {
    try {
      MAKE_9.invokeExact(context, function, 9, a, b, c, d, e, f, g, h, i);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}

package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The C library calls that key memory and key files need, on Linux. */
final class Libc {
  /** The same number on every architecture; the C library has no wrapper for it. */
  private static final long SYS_MEMFD_SECRET = 447;

  private static final long FD_CLOEXEC_FLAG = 02000000;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_FOLLOW = 0x400;

  private static final Linker.Option ERRNO_STATE = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      handle("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle MLOCK =
      handle("mlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle MADVISE =
      handle("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle BZERO =
      handle("explicit_bzero", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle SYSCALL =
      handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle FTRUNCATE =
      handle("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2),
          ERRNO_STATE);
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle FSYNC =
      handle("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle LINKAT =
      handle(
          "linkat",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT),
          ERRNO_STATE);
  private static final MethodHandle STATX =
      handle(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle MEMFD_CREATE =
      handle("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FCNTL =
      handle(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle GETRANDOM =
      handle("getrandom", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle GETEUID = handle("geteuid", FunctionDescriptor.of(JAVA_INT));

  private Libc() {}

  static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** Native handles declare Throwable; what can come is unchecked, the rest is a broken JVM. */
  static RuntimeException unexpected(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException("native call failed");
    };
  }

  static MemorySegment mmap(MemorySegment at, long size, int protection, int flags, int fd) {
    try {
      return (MemorySegment) MMAP.invokeExact(at, size, protection, flags, fd, 0L);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int munmap(MemorySegment at, long size) {
    try {
      return (int) MUNMAP.invokeExact(at, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int mlock(MemorySegment at, long size) {
    try {
      return (int) MLOCK.invokeExact(at, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int madvise(MemorySegment at, long size, int advice) {
    try {
      return (int) MADVISE.invokeExact(at, size, advice);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static void wipe(MemorySegment memory) {
    wipe(memory.address(), memory.byteSize());
  }

  static void wipe(long address, long bytes) {
    try {
      BZERO.invokeExact(address, bytes);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** A descriptor of pages that only this process can see, or -1 where the kernel has none. */
  static int memfdSecret() {
    try {
      return (int) (long) SYSCALL.invokeExact(SYS_MEMFD_SECRET, FD_CLOEXEC_FLAG);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int memfdCreate(MemorySegment name, int flags) {
    try {
      return (int) MEMFD_CREATE.invokeExact(name, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int fcntl(int fd, int command, int argument) {
    try {
      return (int) FCNTL.invokeExact(fd, command, argument);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int ftruncate(int fd, long size) {
    try {
      return (int) FTRUNCATE.invokeExact(fd, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int close(int fd) {
    try {
      return (int) CLOSE.invokeExact(fd);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The descriptor, or minus the errno. */
  static int open(MemorySegment path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int fd = (int) OPEN.invokeExact(state, path, flags, mode);
      return fd >= 0 ? fd : -(int) ERRNO.get(state, 0L);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long read(int fd, MemorySegment into, long size) {
    try {
      return (long) READ.invokeExact(fd, into, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long write(int fd, MemorySegment from, long size) {
    try {
      return (long) WRITE.invokeExact(fd, from, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int fsync(int fd) {
    try {
      return (int) FSYNC.invokeExact(fd);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Gives what a descriptor has open another name, which must be free; 0, or minus the errno. */
  static int link(int fd, MemorySegment name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      MemorySegment open = arena.allocateFrom("/proc/self/fd/" + fd);
      int answer =
          (int) LINKAT.invokeExact(state, AT_FDCWD, open, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
      return answer == 0 ? 0 : -(int) ERRNO.get(state, 0L);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int statx(int fd, MemorySegment path, int flags, int mask, MemorySegment into) {
    try {
      return (int) STATX.invokeExact(fd, path, flags, mask, into);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Fills the segment from the kernel's generator, straight into that memory. */
  static void random(MemorySegment memory) {
    long done = 0;
    while (done < memory.byteSize()) {
      MemorySegment rest = memory.asSlice(done);
      long got;
      try {
        got = (long) GETRANDOM.invokeExact(rest, rest.byteSize(), 0);
      } catch (Throwable t) {
        throw unexpected(t);
      }
      if (got <= 0) {
        throw new IllegalStateException("the kernel gave no random bytes");
      }
      done += got;
    }
  }

  static int effectiveUser() {
    try {
      return (int) GETEUID.invokeExact();
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}

package io.quantumvault.forensics;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The registers of a thread of a stopped process, as the kernel keeps them, by ptrace(2).
 *
 * <p>A process whose parent is this program must not be read so: what waits for its end would be
 * told of the tracing instead.
 */
final class ThreadRegisters {
  private static final int DETACH = 17;
  private static final int GET_REGISTER_SET = 0x4204;
  private static final int SEIZE = 0x4206;
  private static final int INTERRUPT = 0x4207;
  private static final int NO_HANG_ANY_CHILD = 0x40000001;
  private static final long GENERAL = 1;
  private static final long FLOATING_POINT = 2;
  private static final long X86_EXTENDED_STATE = 0x202;
  private static final int MOST_BYTES = 16 << 10;
  private static final int MOST_TRIES = 1_000;

  private ThreadRegisters() {}

  /**
   * General and vector registers, each set as the kernel lays it out.
   *
   * @throws KernelForbids when this user may not trace the thread
   */
  static List<byte[]> of(int tid) {
    if (!Posix.ptrace(SEIZE, tid, 0, MemorySegment.NULL)) {
      throw new KernelForbids("the kernel forbids reading the registers of thread " + tid);
    }
    try {
      Posix.ptrace(INTERRUPT, tid, 0, MemorySegment.NULL);
      for (int tries = 0; Posix.waitpid(tid, NO_HANG_ANY_CHILD) != tid; tries++) {
        if (tries == MOST_TRIES) {
          throw new NotRun("thread " + tid + " does not stop");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      boolean x86 = System.getProperty("os.arch", "").equals("amd64");
      var sets = new ArrayList<byte[]>();
      sets.add(set(tid, GENERAL));
      sets.add(set(tid, x86 ? X86_EXTENDED_STATE : FLOATING_POINT));
      return sets;
    } finally {
      Posix.ptrace(DETACH, tid, 0, MemorySegment.NULL);
    }
  }

  private static byte[] set(int tid, long which) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment registers = arena.allocate(MOST_BYTES, 64);
      // struct iovec: where, and how much of it; the kernel writes how much it filled.
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(ADDRESS, 0, registers);
      vector.set(JAVA_LONG, 8, MOST_BYTES);
      if (!Posix.ptrace(GET_REGISTER_SET, tid, which, vector)) {
        throw new NotRun("cannot read the registers of thread " + tid);
      }
      return registers.asSlice(0, vector.get(JAVA_LONG, 8)).toArray(JAVA_BYTE);
    }
  }
}

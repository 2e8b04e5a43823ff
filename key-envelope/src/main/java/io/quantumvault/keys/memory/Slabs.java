package io.quantumvault.keys.memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Splits guarded pages into slots of a few sizes, so that tens of simultaneous secrets fit a small
 * limit on locked memory and taking one costs no system call.
 *
 * <p>A slot is handed out zeroed and comes back wiped. A region serves one slot size and is kept
 * for the next secret; what is larger than the largest slot has pages of its own, unmapped on
 * release.
 */
final class Slabs {
  private static final int REGION_BYTES = 16 * 1024;

  /** The largest secret; nothing kept in key memory comes near. */
  static final int MAX_BYTES = 1 << 20;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final List<SlotSize> SIZES =
      List.of(new SlotSize(64), new SlotSize(256), new SlotSize(1024), new SlotSize(4096));
  private static int live;
  private static int regions;

  private Slabs() {}

  /** The free slots of one size. */
  private record SlotSize(int bytes, Deque<MemorySegment> free) {
    SlotSize(int bytes) {
      this(bytes, new ArrayDeque<>());
    }

    MemorySegment take() {
      if (free.isEmpty()) {
        MemorySegment region = GuardedPages.map(REGION_BYTES).data();
        regions++;
        for (long at = 0; at + bytes <= region.byteSize(); at += bytes) {
          free.addLast(region.asSlice(at, bytes));
        }
      }
      return free.removeFirst();
    }
  }

  /** Memory of one secret until it is released; wiped then. */
  static final class Lease {
    private final MemorySegment memory;
    private final Runnable giveBack;

    private Lease(MemorySegment memory, Runnable giveBack) {
      this.memory = memory;
      this.giveBack = giveBack;
    }

    MemorySegment memory() {
      return memory;
    }

    /** To be called once; the owner keeps count. */
    void release() {
      Libc.wipe(memory);
      LOCK.lock();
      try {
        giveBack.run();
        live--;
      } finally {
        LOCK.unlock();
      }
    }
  }

  static Lease take(int bytes) {
    LOCK.lock();
    try {
      Lease lease = lease(bytes);
      live++;
      return lease;
    } finally {
      LOCK.unlock();
    }
  }

  private static Lease lease(int bytes) {
    for (SlotSize size : SIZES) {
      if (bytes <= size.bytes()) {
        MemorySegment slot = size.take();
        return new Lease(slot, () -> size.free().addFirst(slot));
      }
    }
    GuardedPages own = GuardedPages.map(bytes);
    return new Lease(own.data(), own::unmap);
  }

  /** How many secrets are open now. */
  static int live() {
    LOCK.lock();
    try {
      return live;
    } finally {
      LOCK.unlock();
    }
  }

  /** How many regions were ever mapped for slots: it must stop growing under a steady load. */
  static int regions() {
    LOCK.lock();
    try {
      return regions;
    } finally {
      LOCK.unlock();
    }
  }
}

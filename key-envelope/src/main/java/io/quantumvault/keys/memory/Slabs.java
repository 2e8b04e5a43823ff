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
 * <p>A slot is handed out zeroed and comes back wiped. A region serves one slot size; a few free
 * regions of each size are kept for the next secrets, more are given back, so that a burst of one
 * size does not starve another. What is larger than the largest slot has pages of its own.
 */
final class Slabs {
  static final int REGION_BYTES = 16 * 1024;

  /** The largest secret; nothing kept in key memory comes near. */
  static final int MAX_BYTES = 1 << 20;

  /** How many wholly free regions of one size wait for the next secrets. */
  static final int KEPT_REGIONS = 16;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final List<SlotSize> SIZES =
      List.of(new SlotSize(64), new SlotSize(256), new SlotSize(1024), new SlotSize(4096));

  /** What regions of every size need at the most while they wait for secrets. */
  static final long KEPT_BYTES = (long) SIZES.size() * KEPT_REGIONS * REGION_BYTES;

  private static int live;
  private static int regions;

  private Slabs() {}

  /** Pages split into slots of one size. */
  private static final class Region {
    private final GuardedPages pages = GuardedPages.map(REGION_BYTES);
    private final Deque<MemorySegment> free = new ArrayDeque<>();
    private final int slots;

    Region(int slotBytes) {
      for (long at = 0; at + slotBytes <= pages.data().byteSize(); at += slotBytes) {
        free.addLast(pages.data().asSlice(at, slotBytes));
      }
      slots = free.size();
    }
  }

  /** The regions of one slot size that have a free slot; those wholly free at the end. */
  private record SlotSize(int bytes, Deque<Region> open) {
    SlotSize(int bytes) {
      this(bytes, new ArrayDeque<>());
    }

    Lease take() {
      if (open.isEmpty()) {
        open.addFirst(new Region(bytes));
        regions++;
      }
      Region region = open.getFirst();
      MemorySegment slot = region.free.removeFirst();
      if (region.free.isEmpty()) {
        open.removeFirst();
      }
      return new Lease(slot, () -> giveBack(region, slot));
    }

    private void giveBack(Region region, MemorySegment slot) {
      if (region.free.isEmpty()) {
        open.addFirst(region);
      }
      region.free.addFirst(slot);
      if (region.free.size() == region.slots) {
        open.remove(region);
        if (open.size() < KEPT_REGIONS) {
          open.addLast(region);
        } else {
          regions--;
          region.pages.unmap();
        }
      }
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
        live--;
        giveBack.run();
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
        return size.take();
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

  /** How many regions are mapped for slots now. */
  static int regions() {
    LOCK.lock();
    try {
      return regions;
    } finally {
      LOCK.unlock();
    }
  }
}

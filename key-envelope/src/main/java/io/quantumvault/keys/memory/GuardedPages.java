package io.quantumvault.keys.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One mapping: a page nobody may touch, the key pages, a page nobody may touch.
 *
 * <p>The key pages come from {@code memfd_secret} where the kernel has it: then not even root reads
 * them through {@code /proc}. Elsewhere they are locked, left out of core dumps and wiped in a
 * forked child. Which of the two holds is found once and kept: it never changes silently later.
 */
final class GuardedPages {
  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int MAP_SHARED_FIXED = 0x11;
  private static final int MAP_PRIVATE_FIXED_ANONYMOUS = 0x32;
  private static final int MADV_DONTFORK = 10;
  private static final int MADV_DONTDUMP = 16;
  private static final int MADV_WIPEONFORK = 18;

  static final long PAGE = MachineFacts.pageSize();

  /** Bytes of key pages mapped now. */
  private static final AtomicLong MAPPED = new AtomicLong();

  static final SecretMemory.Mode MODE = probe();

  private final MemorySegment whole;
  private final long wholeSize;
  private final MemorySegment data;

  private GuardedPages(MemorySegment whole, long wholeSize, MemorySegment data) {
    this.whole = whole;
    this.wholeSize = wholeSize;
    this.data = data;
  }

  /** Maps at least {@code size} bytes, zeroed. */
  static GuardedPages map(long size) {
    return map(size, MODE);
  }

  static GuardedPages map(long size, SecretMemory.Mode mode) {
    long dataSize = (size + PAGE - 1) / PAGE * PAGE;
    long wholeSize = dataSize + 2 * PAGE;
    MemorySegment whole =
        Libc.mmap(MemorySegment.NULL, wholeSize, PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1);
    if (whole.address() == -1) {
      throw new IllegalStateException("no address space left for key memory");
    }
    MemorySegment data = MemorySegment.ofAddress(whole.address() + PAGE);
    boolean mapped =
        switch (mode) {
          case SECRET_PAGES -> mapSecret(data, dataSize);
          case LOCKED_PAGES -> mapLocked(data, dataSize);
        };
    if (!mapped) {
      Libc.munmap(whole, wholeSize);
      throw new IllegalStateException(
          LockLimit.refusal(
              MachineFacts.lockLimit(), MAPPED.get(), dataSize, KeyMemory.neededBytes()));
    }
    MAPPED.addAndGet(dataSize);
    return new GuardedPages(whole, wholeSize, data.reinterpret(dataSize));
  }

  private static boolean mapSecret(MemorySegment at, long size) {
    int fd = Libc.memfdSecret();
    if (fd < 0) {
      return false;
    }
    try {
      return Libc.ftruncate(fd, size) == 0
          && Libc.mmap(at, size, PROT_READ_WRITE, MAP_SHARED_FIXED, fd).address() == at.address()
          && Libc.madvise(at, size, MADV_DONTFORK) == 0;
    } finally {
      Libc.close(fd);
    }
  }

  private static boolean mapLocked(MemorySegment at, long size) {
    return Libc.mmap(at, size, PROT_READ_WRITE, MAP_PRIVATE_FIXED_ANONYMOUS, -1).address()
            == at.address()
        && Libc.mlock(at, size) == 0
        && Libc.madvise(at, size, MADV_DONTDUMP) == 0
        && Libc.madvise(at, size, MADV_WIPEONFORK) == 0;
  }

  private static SecretMemory.Mode probe() {
    if ("locked".equals(System.getProperty(KeyMemory.PAGES_PROPERTY))) {
      return SecretMemory.Mode.LOCKED_PAGES;
    }
    // Asked without mapping: too small a limit must say so, not look like a kernel that has none.
    int fd = Libc.memfdSecret();
    if (fd < 0) {
      return SecretMemory.Mode.LOCKED_PAGES;
    }
    Libc.close(fd);
    return SecretMemory.Mode.SECRET_PAGES;
  }

  /** The key pages; valid until {@link #unmap}. */
  MemorySegment data() {
    return data;
  }

  void unmap() {
    Libc.wipe(data);
    MAPPED.addAndGet(-data.byteSize());
    if (Libc.munmap(whole, wholeSize) != 0) {
      throw new IllegalStateException("munmap refused");
    }
  }
}

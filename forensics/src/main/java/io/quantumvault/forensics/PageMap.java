package io.quantumvault.forensics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells which pages a process has (the kernel's admin-guide/mm/pagemap): of a JVM's reserved
 * address space most was never written, and reading it would only make pages of zeros.
 */
final class PageMap implements AutoCloseable {
  private static final int ENTRY_BYTES = 8;

  private final @Nullable FileChannel entries;
  private final long pageBytes;

  private PageMap(@Nullable FileChannel entries, long pageBytes) {
    this.entries = entries;
    this.pageBytes = pageBytes;
  }

  /** Where the file cannot be read, every page counts as there. */
  static PageMap open(Path file, long pageBytes) {
    try {
      return new PageMap(FileChannel.open(file), pageBytes);
    } catch (IOException e) {
      return new PageMap(null, pageBytes);
    }
  }

  /** What is told of each run of pages. */
  interface Run {
    void of(long from, long to) throws IOException;
  }

  /** Tells of every run of pages of the range that are in memory or swapped out. */
  void present(long from, long to, Run run) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    long start = from;
    long page = from;
    while (page < to) {
      fill(buffer, page, to);
      while (buffer.remaining() >= ENTRY_BYTES) {
        boolean present = buffer.getLong() >>> 62 != 0;
        if (!present) {
          if (start < page) {
            run.of(start, page);
          }
          start = page + pageBytes;
        }
        page += pageBytes;
      }
    }
    if (start < to) {
      run.of(start, to);
    }
  }

  /** Entries from the page on; what cannot be read counts as there. */
  private void fill(ByteBuffer buffer, long page, long to) throws IOException {
    buffer.clear();
    buffer.limit((int) Math.min(buffer.capacity(), (to - page) / pageBytes * ENTRY_BYTES));
    int read = entries == null ? 0 : entries.read(buffer, page / pageBytes * ENTRY_BYTES);
    if (read < ENTRY_BYTES) {
      buffer.position(0);
      while (buffer.hasRemaining()) {
        buffer.put((byte) 0xff);
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    if (entries != null) {
      entries.close();
    }
  }
}

package io.quantumvault.forensics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Set;

/** Searches everything a stopped process has in memory, from outside. */
final class ProcessMemory implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 20;

  private final ProcFolder process;
  private final AddressRange javaHeap;
  private final long pageBytes;
  private final FileChannel memory;
  private final byte[] piece = new byte[PIECE_BYTES];

  private ProcessMemory(ProcFolder process, AddressRange javaHeap, long pageBytes) {
    this.process = process;
    this.javaHeap = javaHeap;
    this.pageBytes = pageBytes;
    this.memory = process.memory();
  }

  /**
   * Opens the memory, which asks the kernel for leave once.
   *
   * @throws NotRun when the kernel forbids it
   */
  static ProcessMemory open(ProcFolder process, AddressRange javaHeap, long pageBytes) {
    return new ProcessMemory(process, javaHeap, pageBytes);
  }

  /** Reads every page of every mapping; what the kernel does not give is counted. */
  void search(PatternIndex index, Findings findings) throws IOException {
    Set<Long> stackPointers = process.stackPointers();
    var current = new RegionKind[] {RegionKind.ANONYMOUS};
    var search =
        new AddressSearch(
            index, (address, pattern) -> findings.found(pattern, current[0], address));
    try (PageMap pages = process.pages(pageBytes)) {
      for (Mapping mapping : process.mappings()) {
        if (mapping.isKernels()) {
          continue;
        }
        current[0] = kind(mapping, stackPointers);
        PageMap.Run read = (from, to) -> read(mapping, from, to, search, findings);
        if (mapping.mayHideItsPages()) {
          read.of(mapping.from(), mapping.to());
        } else {
          pages.present(mapping.from(), mapping.to(), read);
        }
      }
    }
  }

  private void read(Mapping mapping, long from, long to, AddressSearch search, Findings findings) {
    for (long at = from; at < to; ) {
      int got = read(at, (int) Math.min(PIECE_BYTES, to - at));
      if (got > 0) {
        search.next(at, piece, got);
        findings.searched(got);
        at += got;
      } else {
        long nextPage = (at / pageBytes + 1) * pageBytes;
        findings.unreadable(label(mapping), nextPage - at);
        at = nextPage;
      }
    }
  }

  /** How many bytes the kernel gave; none where it hides or has lost the page. */
  private int read(long at, int length) {
    try {
      return memory.read(ByteBuffer.wrap(piece, 0, length), at);
    } catch (IOException hidden) {
      return 0;
    }
  }

  private static String label(Mapping mapping) {
    String name = mapping.isAnonymous() ? "anonymous" : mapping.name();
    return mapping.isReadable() ? name : name + " " + mapping.permissions();
  }

  private RegionKind kind(Mapping mapping, Set<Long> stackPointers) {
    if (mapping.name().equals("[stack]") || stackPointers.stream().anyMatch(mapping::contains)) {
      return RegionKind.STACK;
    }
    if (mapping.name().equals("[heap]")) {
      return RegionKind.C_HEAP;
    }
    if (!mapping.isAnonymous()) {
      return RegionKind.FILE;
    }
    if (mapping.permissions().contains("x")) {
      return RegionKind.CODE;
    }
    if (javaHeap.contains(mapping.from())) {
      return RegionKind.JAVA_HEAP;
    }
    return mapping.looksLikeArena() ? RegionKind.C_HEAP : RegionKind.ANONYMOUS;
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}

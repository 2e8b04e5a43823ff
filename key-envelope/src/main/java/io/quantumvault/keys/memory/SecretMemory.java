package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A secret outside the Java heap: it can be used, not read.
 *
 * <p>The bytes lie between guard pages, in pages that the kernel hides or at least locks and keeps
 * out of core dumps ({@link #mode}). They belong to the thread that made them and are wiped by
 * {@link #close}; using them after that, or from another thread, throws {@link
 * IllegalStateException}. No method returns the bytes: the operations on them are the other classes
 * of this package, and the one way out is {@link Reveal}.
 */
public final class SecretMemory implements AutoCloseable {
  /** What backs key memory in this process. */
  public enum Mode {
    /** {@code memfd_secret}: out of reach even for root through {@code /proc}. */
    SECRET_PAGES,
    /** Locked anonymous pages: never swapped or dumped, readable by root. */
    LOCKED_PAGES
  }

  private final Thread owner = Thread.currentThread();
  private final int size;
  private final Slabs.Lease lease;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment segment;
  private boolean closed;

  private SecretMemory(int size) {
    if (size < 1 || size > Slabs.MAX_BYTES) {
      throw new IllegalArgumentException("size " + size);
    }
    this.size = size;
    this.lease = Slabs.take(size);
    this.segment = lease.memory().asSlice(0, size).reinterpret(arena, null);
  }

  /** Zeroed memory of {@code size} bytes. */
  public static SecretMemory allocate(int size) {
    return new SecretMemory(size);
  }

  /** Memory filled by the kernel's random generator. */
  public static SecretMemory random(int size) {
    return filled(size, Libc::random);
  }

  /** Copies the array in and wipes it: afterwards the secret is only here. */
  public static SecretMemory takeOwnershipOf(byte[] heap) {
    try {
      return filled(heap.length, to -> MemorySegment.copy(heap, 0, to, JAVA_BYTE, 0, heap.length));
    } finally {
      Arrays.fill(heap, (byte) 0);
    }
  }

  /**
   * Reads a whole file straight into key memory, never through the heap.
   *
   * @throws KeyFileRefused when it is missing, empty, too large, not a plain file, or may be read
   *     by anyone but its owner
   */
  public static SecretMemory readFile(Path file) {
    return KeyFile.read(file);
  }

  /**
   * The same for a secret that people type, such as a PIN: one line end (LF or CR LF) at the end of
   * the file, which editors and {@code echo} leave there, is cut off within key memory.
   *
   * @throws KeyFileRefused also when nothing else is in the file
   */
  public static SecretMemory readLine(Path file) {
    try (SecretMemory whole = readFile(file)) {
      int size = whole.sizeWithoutLineEnd();
      if (size == 0) {
        throw new KeyFileRefused(file, "it holds an empty line");
      }
      return whole.first(size);
    }
  }

  private int sizeWithoutLineEnd() {
    MemorySegment bytes = segment();
    if (bytes.get(JAVA_BYTE, size - 1L) != '\n') {
      return size;
    }
    return size > 1 && bytes.get(JAVA_BYTE, size - 2L) == '\r' ? size - 2 : size - 1;
  }

  /** What backs key memory in this process; it does not change while the process lives. */
  public static Mode mode() {
    return GuardedPages.MODE;
  }

  /** How many secrets are open in this process: a number that only grows is a leak. */
  public static int liveCount() {
    return Slabs.live();
  }

  /** The number of bytes. */
  public int size() {
    return size;
  }

  /** A copy that the calling thread owns and closes. */
  public SecretMemory copy() {
    return filled(size, to -> copy(to, segment()));
  }

  /** A copy of the first bytes, which the calling thread owns and closes. */
  SecretMemory first(int bytes) {
    return filled(bytes, to -> copy(to, segment().asSlice(0, bytes)));
  }

  /** Makes memory and fills it; a failure on the way leaves nothing behind. */
  static SecretMemory filled(int size, Consumer<MemorySegment> filling) {
    SecretMemory made = new SecretMemory(size);
    try {
      filling.accept(made.segment());
      return made;
    } catch (Throwable t) {
      made.close();
      throw t;
    }
  }

  /** Copies from key memory to key memory. */
  static void copy(MemorySegment to, MemorySegment from) {
    try (SecretCalls calls = SecretCalls.open()) {
      calls.copy(to, from, from.byteSize()).run();
    }
  }

  /** The bytes, for the operations of this package alone. */
  MemorySegment segment() {
    requireOwner();
    if (closed) {
      throw new IllegalStateException("key memory is closed");
    }
    return segment;
  }

  @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
  private void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("key memory belongs to another thread");
    }
  }

  /** Wipes the bytes; closing again does nothing. */
  @Override
  public void close() {
    requireOwner();
    if (closed) {
      return;
    }
    closed = true;
    arena.close();
    lease.release();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}

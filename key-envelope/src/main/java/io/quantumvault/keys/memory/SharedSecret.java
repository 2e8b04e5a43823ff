package io.quantumvault.keys.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;

/**
 * A long-lived secret that many threads need: each takes a copy of its own for one operation.
 *
 * <p>After {@link #close} a copy is refused with {@link IllegalStateException}.
 */
public final class SharedSecret implements AutoCloseable {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final int size;
  private final Slabs.Lease lease;
  private boolean closed;

  private SharedSecret(SecretMemory from) {
    MemorySegment bytes = from.segment();
    this.size = from.size();
    this.lease = Slabs.take(size);
    SecretMemory.copy(lease.memory().asSlice(0, size), bytes);
  }

  /** Keeps a copy of the secret; the original stays the caller's to close. */
  public static SharedSecret of(SecretMemory from) {
    return new SharedSecret(from);
  }

  /** A copy that the calling thread owns and closes. */
  public SecretMemory copy() {
    lock.readLock().lock();
    try {
      requireOpen();
      return SecretMemory.filled(
          size, to -> SecretMemory.copy(to, lease.memory().asSlice(0, size)));
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Lends its address for one run, without a copy; it is not wiped before the run is over. As many
   * threads as want may do so at once.
   */
  void use(LongConsumer call) {
    lock.readLock().lock();
    try {
      requireOpen();
      call.accept(lease.memory().address());
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("key memory is closed");
    }
  }

  /** Wipes the secret; closing again does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        lease.release();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}

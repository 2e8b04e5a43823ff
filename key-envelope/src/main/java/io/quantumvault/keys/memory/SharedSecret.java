package io.quantumvault.keys.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A long-lived secret that many threads need: each takes a copy of its own for one operation.
 *
 * <p>After {@link #close} a copy is refused with {@link IllegalStateException}.
 */
public final class SharedSecret implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
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
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("key memory is closed");
      }
      return SecretMemory.filled(
          size, to -> SecretMemory.copy(to, lease.memory().asSlice(0, size)));
    } finally {
      lock.unlock();
    }
  }

  /** Wipes the secret; closing again does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        lease.release();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}

package io.quantumvault.schemas;

/**
 * The lock between signing and the global freeze: an advisory lock of the database, held to the end
 * of the transaction. A signature takes it shared, the global freeze alone; the queue is fair, so
 * no stream of signatures holds a freeze up.
 */
public final class PlatformLock {
  /** The key for {@code pg_advisory_xact_lock} and {@code pg_advisory_xact_lock_shared}. */
  public static final long KEY = 0x51_56_50_4c_41_54L;

  private PlatformLock() {}
}

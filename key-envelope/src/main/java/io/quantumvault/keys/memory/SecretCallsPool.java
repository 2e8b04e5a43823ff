package io.quantumvault.keys.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The {@link SecretCalls} of this process: made when first needed, then kept.
 *
 * <p>No more than the processors can run at once, however many threads sign: nobody waits for
 * anything while holding one, so the others wait microseconds.
 */
final class SecretCallsPool {
  private static final int FEWEST = 4;
  private static final int MOST = 32;

  /** How many there can be. */
  static final int SIZE = Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST, MOST);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition RETURNED = LOCK.newCondition();
  private static final Deque<SecretCalls> IDLE = new ArrayDeque<>(SIZE);
  private static int made;

  private SecretCallsPool() {}

  static SecretCalls take() {
    LOCK.lock();
    try {
      while (IDLE.isEmpty() && made == SIZE) {
        RETURNED.awaitUninterruptibly();
      }
      SecretCalls idle = IDLE.pollFirst();
      if (idle != null) {
        return idle;
      }
      SecretCalls fresh = new SecretCalls(KeyMemory.callsInUse());
      made++;
      return fresh;
    } finally {
      LOCK.unlock();
    }
  }

  /** The one used last is taken first: its pages are in the processor's cache. */
  static void giveBack(SecretCalls calls) {
    LOCK.lock();
    try {
      IDLE.addFirst(calls);
      RETURNED.signal();
    } finally {
      LOCK.unlock();
    }
  }

  /** Makes all that there can be. */
  static void fill() {
    LOCK.lock();
    try {
      while (made < SIZE) {
        IDLE.addLast(new SecretCalls(KeyMemory.callsInUse()));
        made++;
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether somebody waits for one. */
  static boolean isAwaited() {
    LOCK.lock();
    try {
      return LOCK.hasWaiters(RETURNED);
    } finally {
      LOCK.unlock();
    }
  }

  /** How many have been made. */
  static int made() {
    LOCK.lock();
    try {
      return made;
    } finally {
      LOCK.unlock();
    }
  }

  /** How many are in use now. */
  static int busy() {
    LOCK.lock();
    try {
      return made - IDLE.size();
    } finally {
      LOCK.unlock();
    }
  }
}

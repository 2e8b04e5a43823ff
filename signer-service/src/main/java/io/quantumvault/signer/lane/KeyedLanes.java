package io.quantumvault.signer.lane;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work of one key in order, one piece at a time; keys side by side, each on its own virtual thread
 * while it has work.
 */
public final class KeyedLanes implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<UUID, Queue<Runnable>> waiting = new HashMap<>();
  private final Map<UUID, Thread> threads = new HashMap<>();
  private boolean closed;

  /** Adds work behind what the key has already; after closing it is dropped. */
  public void add(UUID key, Runnable work) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).add(work);
      if (!threads.containsKey(key)) {
        start(key);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(UUID key) {
    boolean ended = false;
    try {
      for (Runnable work = next(key); work != null; work = next(key)) {
        work.run();
      }
      ended = true;
    } finally {
      if (!ended) {
        // What threw ends its thread, but neither its lane nor the wait of whoever closes it.
        start(key);
      }
    }
  }

  private void start(UUID key) {
    lock.lock();
    try {
      threads.put(key, Thread.ofVirtual().name("lane-" + key).start(() -> run(key)));
    } finally {
      lock.unlock();
    }
  }

  private @org.jspecify.annotations.Nullable Runnable next(UUID key) {
    lock.lock();
    try {
      var queue = waiting.get(key);
      var work = queue == null || closed ? null : queue.poll();
      if (work == null) {
        waiting.remove(key);
        threads.remove(key);
        changed.signalAll();
      }
      return work;
    } finally {
      lock.unlock();
    }
  }

  /** How many pieces of work a key has, the running one too. */
  public int size(UUID key) {
    lock.lock();
    try {
      var queue = waiting.get(key);
      return (queue == null ? 0 : queue.size()) + (threads.containsKey(key) ? 1 : 0);
    } finally {
      lock.unlock();
    }
  }

  /** How many keys have work. */
  public int active() {
    lock.lock();
    try {
      return threads.size();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, interrupts what runs, and returns when all of it has ended. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      threads.values().forEach(Thread::interrupt);
      while (!threads.isEmpty()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}

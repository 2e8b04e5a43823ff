package io.quantumvault.signer.campaign;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The wall around one signer: whatever it asks or tells passes here. A dead one's questions fail, a
 * paused one's wait.
 */
final class Gate {
  /** What happens when a trap springs. */
  enum Fall {
    KILL,
    PAUSE
  }

  /**
   * Springs at an edge.
   *
   * @param after whether what was asked for was done by then
   * @param nth the how manieth passing it is
   */
  record Trap(Edge edge, boolean after, int nth, Fall fall) {}

  /** Who is told. */
  interface Watcher {
    /** An edge is come to. */
    void reached(Gate gate, Edge edge);

    /** An edge was passed. */
    void passed(Gate gate, Edge edge);

    /** A trap has sprung; a paused one waits for {@link Gate#wake}. */
    void sprung(Gate gate, Trap trap);
  }

  final String name;
  private final DrivenTime time;
  private final Watcher watcher;
  private final List<Armed> traps = new ArrayList<>();
  private final ThreadLocal<Instant> lastRead = new ThreadLocal<>();
  private volatile boolean dead;
  private volatile @Nullable CountDownLatch paused;

  private static final class Armed {
    final Trap trap;
    int left;

    Armed(Trap trap) {
      this.trap = trap;
      this.left = trap.nth();
    }
  }

  Gate(String name, DrivenTime time, Watcher watcher) {
    this.name = name;
    this.time = time;
    this.watcher = watcher;
  }

  synchronized void arm(Trap trap) {
    traps.add(new Armed(trap));
  }

  synchronized void disarm() {
    traps.clear();
  }

  boolean isDead() {
    return dead;
  }

  boolean isPaused() {
    return paused != null;
  }

  void kill() {
    dead = true;
    wake();
  }

  void wake() {
    var latch = paused;
    paused = null;
    if (latch != null) {
      latch.countDown();
    }
  }

  void pause() {
    if (!dead && paused == null) {
      paused = new CountDownLatch(1);
    }
  }

  /** Throws if dead, waits while paused. */
  void live() {
    var latch = paused;
    boolean interrupted = false;
    while (latch != null) {
      try {
        latch.await();
        latch = paused;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    alive();
  }

  /** Throws if dead. */
  void alive() {
    if (dead) {
      throw new Killed();
    }
  }

  void before(Edge edge) {
    live();
    watcher.reached(this, edge);
    spring(edge, false);
    live();
  }

  void after(Edge edge) {
    alive();
    watcher.passed(this, edge);
    spring(edge, true);
    live();
  }

  /** As before, for what does not wait once it was begun: bytes that leave. */
  void leaving(Edge edge) {
    alive();
    spring(edge, false);
    alive();
  }

  private void spring(Edge edge, boolean after) {
    Armed sprung = null;
    synchronized (this) {
      for (var armed : traps) {
        if (armed.trap.edge() == edge && armed.trap.after() == after && --armed.left == 0) {
          sprung = armed;
        }
      }
      traps.remove(sprung);
    }
    if (sprung != null) {
      if (sprung.trap.fall() == Fall.KILL) {
        kill();
      } else {
        pause();
      }
      watcher.sprung(this, sprung.trap);
    }
  }

  /** When this thread last looked at a clock: what it does next it does as of then. */
  Instant lastRead() {
    var read = lastRead.get();
    return read == null ? time.steady() : read;
  }

  InstantSource wall() {
    return () -> {
      live();
      lastRead.set(time.steady());
      return time.wall();
    };
  }

  InstantSource steady() {
    return () -> {
      live();
      var now = time.steady();
      lastRead.set(now);
      return now;
    };
  }
}

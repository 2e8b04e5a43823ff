package io.quantumvault.ingest.inbound;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a connection is with its request, and since when. Each phase has its end whatever bytes
 * come meanwhile: one byte a second keeps no connection open. Safe for use by many threads.
 */
final class ConnectionPace {
  /** What the other end is to do next. */
  enum Phase {
    /** Begin a request. */
    IDLE,
    /** Send the rest of the header. */
    HEADER,
    /** Send the body, wait for the answer, and read it. */
    ANSWER
  }

  /**
   * The longest that each phase may take.
   *
   * @param idle until the first byte of a request
   * @param header from the first byte of a request to the end of its header
   * @param answer from there until the whole answer is handed to the network
   */
  record Limits(Duration idle, Duration header, Duration answer) {
    Duration of(Phase phase) {
      return switch (phase) {
        case IDLE -> idle;
        case HEADER -> header;
        case ANSWER -> answer;
      };
    }
  }

  private record State(Phase phase, long sinceNanos) {}

  private final Limits limits;
  private volatile State state;

  ConnectionPace(Limits limits, long nowNanos) {
    this.limits = limits;
    state = new State(Phase.IDLE, nowNanos);
  }

  /** Something came. Only the first of it begins a phase. */
  void received(long nowNanos) {
    if (state.phase() == Phase.IDLE) {
      state = new State(Phase.HEADER, nowNanos);
    }
  }

  void headerComplete(long nowNanos) {
    state = new State(Phase.ANSWER, nowNanos);
  }

  void answered(long nowNanos) {
    state = new State(Phase.IDLE, nowNanos);
  }

  /** Since when it has been waiting for a request; empty while one is being answered. */
  OptionalLong waitingSince() {
    State current = state;
    return current.phase() == Phase.ANSWER
        ? OptionalLong.empty()
        : OptionalLong.of(current.sinceNanos());
  }

  /** The phase that has taken longer than it may. */
  Optional<Phase> overdue(long nowNanos) {
    State current = state;
    long took = nowNanos - current.sinceNanos();
    return took > limits.of(current.phase()).toNanos()
        ? Optional.of(current.phase())
        : Optional.empty();
  }
}

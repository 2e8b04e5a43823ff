package io.quantumvault.signer.fate;

import io.quantumvault.solana.rpc.ChainRefusedException;
import java.time.Duration;
import java.time.Instant;

/**
 * When and how the same bytes are sent again: every two slots, without preflight once somebody
 * accepted them; a refusal that can only repeat makes the pauses longer and keeps the preflight on,
 * so that nobody pays for a transaction that must fail.
 */
final class Sendings {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration LONGEST_AFTER_REFUSALS = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 6;

  private Instant due = Instant.MIN;
  private int refusals;
  private boolean preflight = true;
  private boolean ended;
  private boolean busy;
  private String lastRefusal = "";

  /** True for one caller at a time, when it is due. */
  synchronized boolean begin(Instant now) {
    if (ended || busy || now.isBefore(due)) {
      return false;
    }
    busy = true;
    return true;
  }

  /** The sending that was begun is over; the next is due two slots later, or later still. */
  synchronized void over(Instant now, Duration slotTime) {
    busy = false;
    var pause = slotTime.multipliedBy(2);
    pause = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    if (refusals > 0) {
      pause = pause.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
      pause = pause.compareTo(LONGEST_AFTER_REFUSALS) > 0 ? LONGEST_AFTER_REFUSALS : pause;
    }
    due = now.plus(pause);
  }

  /** Nobody knew whether it may be sent: it stays due. */
  synchronized void notKnown() {
    busy = false;
  }

  /** Nothing is sent any more: a stop, a passed deadline or a blockhash that has ended. */
  synchronized void end() {
    ended = true;
  }

  synchronized boolean skipPreflight() {
    return !preflight;
  }

  synchronized void accepted() {
    preflight = false;
    refusals = 0;
  }

  /** A refusal of the venue's own, such as a paused market, will be the same next time. */
  synchronized void refused(ChainRefusedException refusal) {
    lastRefusal = refusal.detail();
    boolean ofTheNode =
        refusal.code() != ChainRefusedException.PREFLIGHT
            || refusal.err().contains("BlockhashNotFound");
    if (ofTheNode) {
      preflight = false;
      refusals = 0;
    } else {
      refusals++;
    }
  }

  synchronized void unanswered(String problem) {
    lastRefusal = problem;
  }

  synchronized String lastRefusal() {
    return lastRefusal;
  }
}

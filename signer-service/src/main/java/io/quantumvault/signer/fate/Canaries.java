package io.quantumvault.signer.fate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * Signatures known to have landed. A transaction's batch carries one from before its first sending:
 * an endpoint that does not know that one does not know either whether the transaction landed.
 */
final class Canaries {
  private static final int MOST = 64;
  private static final Duration APART = Duration.ofSeconds(1);

  private final Deque<Canary> seen = new ArrayDeque<>();

  /**
   * A landed transaction.
   *
   * @param by it had landed by then
   */
  record Canary(String signature, Instant by) {}

  /** Remembers one in a while; of many a second one serves for all. */
  synchronized void landed(String signature, Instant by) {
    var last = seen.peekLast();
    if (last != null && Duration.between(last.by(), by).abs().compareTo(APART) < 0) {
      return;
    }
    seen.addLast(new Canary(signature, by));
    if (seen.size() > MOST) {
      seen.removeFirst();
    }
  }

  /** The newest that had landed before this moment. */
  synchronized Optional<Canary> before(Instant moment) {
    return seen.stream()
        .filter(canary -> canary.by().isBefore(moment))
        .max(Comparator.comparing(Canary::by));
  }
}

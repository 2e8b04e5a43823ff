package io.quantumvault.signer.fate;

import io.quantumvault.solana.rpc.ChainNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Signatures known to have landed. A transaction's batch carries one from before its first sending:
 * an endpoint that does not know that one does not know either whether the transaction landed.
 */
final class Canaries {
  private static final int MOST = 64;
  private static final Duration APART = Duration.ofSeconds(1);
  private static final Duration HOLDS = Duration.ofHours(1);

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

  /**
   * The newest that this process saw, landed before this moment. One that landed long before would
   * only ask endpoints for more history than is needed.
   */
  synchronized Optional<Canary> before(Instant moment) {
    return seen.stream()
        .filter(canary -> canary.by().isBefore(moment))
        .max(Comparator.comparing(Canary::by))
        .filter(canary -> canary.by().isAfter(moment.minus(HOLDS)));
  }

  /** One for this transaction: one that was seen, else one from the history of who pays. */
  Optional<Canary> find(Followed followed, List<ChainNode> nodes) {
    return before(followed.signedAt()).or(() -> CanarySearch.find(followed, nodes));
  }
}

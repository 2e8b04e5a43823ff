package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.Canaries.Canary;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.MalformedMessageException;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.ChainNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds a signature that landed before a transaction was signed, where this process has seen none:
 * in the history of the wallet that pays, which somebody must have funded. An endpoint that invents
 * one only proves its own ignorance: the others do not know it.
 */
final class CanarySearch {
  /** Block times are to the second and may be off by some. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final int MOST = 500;

  private CanarySearch() {}

  /** The newest such signature that one of the endpoints names. */
  static Optional<Canary> find(Followed followed, List<ChainNode> nodes) {
    var payer = payer(followed);
    return nodes.stream().flatMap(node -> find(followed, node, payer).stream()).findFirst();
  }

  private static Optional<Canary> find(Followed followed, ChainNode node, Address payer) {
    try {
      return node.history(payer, MOST).stream()
          .flatMap(landed ->
              landed.at().stream().map(at -> new Canary(landed.signature(), at.plus(MARGIN))))
          .filter(canary -> canary.by().isBefore(followed.signedAt()))
          .max(Comparator.comparing(Canary::by));
    } catch (ChainException e) {
      return Optional.empty();
    }
  }

  private static Address payer(Followed followed) {
    try {
      return Transaction.parse(followed.transaction().wire()).message().feePayer();
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("what was signed does not parse", e);
    }
  }
}

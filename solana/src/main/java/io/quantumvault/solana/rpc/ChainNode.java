package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One endpoint that answers for itself, so that what several say can be compared. Every question is
 * asked once, waits a bounded time, and throws as {@link Chain} does.
 */
public interface ChainNode {
  /** What is known of a signature. */
  sealed interface Status {
    /** Not in the chain's history as this node knows it. */
    record Absent() implements Status {}

    /** Processed, but not at the commitment that is asked for; may still be dropped. */
    record Processed(long slot) implements Status {}

    /** At the commitment that is asked for; succeeded. */
    record Landed(long slot) implements Status {}

    /** At that commitment; failed with the chain's own error as JSON text, cut. */
    record LandedWithError(long slot, String error) implements Status {}
  }

  /**
   * Statuses in the order asked for.
   *
   * @param slot the node was at
   * @param withHistory false if this node keeps no history, so that what it calls absent may have
   *     landed
   */
  record Statuses(long slot, boolean withHistory, List<Status> statuses) {
    /** Copies the list. */
    public Statuses {
      statuses = List.copyOf(statuses);
    }
  }

  /** How far the chain is finalized: slot and block height of one answer. */
  record Epoch(long slot, long blockHeight) {}

  /**
   * A transaction that landed.
   *
   * @param at as its block says, to the second; empty where the node does not know
   */
  record LandedSignature(String signature, long slot, Optional<Instant> at) {}

  /** For people; holds no access key. */
  String name();

  /** Until when it is better left alone; in the past for one that is well. */
  Instant restsUntil();

  /** How far the chain is finalized. */
  Epoch finalized();

  /** Statuses of up to 256 signatures (Base58), with history search. */
  Statuses statuses(List<String> signatures);

  /** The newest transactions that name an address, newest first. */
  List<LandedSignature> history(Address address, int most);
}

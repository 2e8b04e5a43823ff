package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a chain. Every method waits for an answer a bounded time and throws {@link
 * ChainUnavailableException} when no endpoint gave one; an answer that refuses is a {@link
 * ChainRefusedException}.
 */
public interface Chain {
  /** A blockhash and the last block height at which a transaction with it can land. */
  record Blockhash(Address hash, long lastValidBlockHeight) {}

  /** An account's content. */
  @SuppressWarnings("ArrayRecordComponent")
  record AccountData(Address owner, long lamports, byte[] data) {}

  /** Accounts in the order asked for, all read at one slot. */
  record Accounts(long slot, List<Optional<AccountData>> accounts) {
    /** Copies the list. */
    public Accounts {
      accounts = List.copyOf(accounts);
    }
  }

  /** What is known of a signature. */
  sealed interface Status {
    /** Not in the chain's history as this node knows it. */
    record Absent() implements Status {}

    /** Processed, may still be dropped. */
    record Processed(long slot) implements Status {}

    /** Confirmed or finalised; succeeded. */
    record Landed(long slot) implements Status {}

    /** Confirmed or finalised; failed with the chain's own error as JSON text. */
    record LandedWithError(long slot, String error) implements Status {}
  }

  /** Statuses in the order asked for, with the slot the node was at. */
  record Statuses(long slot, List<Status> statuses) {
    /** Copies the list. */
    public Statuses {
      statuses = List.copyOf(statuses);
    }
  }

  /** The latest blockhash, confirmed. */
  Blockhash latestBlockhash();

  /** The confirmed block height. */
  long blockHeight();

  /**
   * Up to 100 accounts, confirmed.
   *
   * @param minContextSlot the node must have seen this slot; 0 for any
   */
  Accounts accounts(List<Address> addresses, long minContextSlot);

  /** Statuses of up to 256 signatures (Base58), with history search. */
  Statuses statuses(List<String> signatures);

  /**
   * Hands a signed transaction to the chain; the node itself does not retry.
   *
   * @param skipPreflight whether the node forwards without simulating
   */
  void send(byte[] transaction, boolean skipPreflight);
}

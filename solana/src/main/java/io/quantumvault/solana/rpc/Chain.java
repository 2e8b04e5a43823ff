package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.time.Duration;
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

  /**
   * What a transaction would do now.
   *
   * @param unitsConsumed compute units, u64
   * @param error the chain's own error as JSON text, cut; empty for success
   */
  record Simulated(long unitsConsumed, String error) {}

  /** The latest blockhash. */
  Blockhash latestBlockhash();

  /**
   * Up to 100 accounts.
   *
   * @param minContextSlot the node must have seen this slot; 0 for any
   */
  Accounts accounts(List<Address> addresses, long minContextSlot);

  /**
   * Hands a signed transaction to every endpoint at once; the nodes themselves do not retry. Comes
   * back with the first acceptance, while the others are still being told.
   *
   * @param skipPreflight whether the nodes forward without simulating
   * @throws ChainRefusedException if none accepted and one refused
   */
  void send(byte[] transaction, boolean skipPreflight);

  /** What it would do on the latest blockhash; its signatures are not looked at. */
  Simulated simulate(byte[] transaction);

  /**
   * What was paid above the base fee of late to write to these accounts, in micro-lamports per
   * compute unit, one figure a slot.
   */
  List<Long> prioritizationFees(List<Address> writable);

  /** How long a slot takes, as measured. */
  Duration slotTime();

  /** Every configured endpoint, to be asked one by one. */
  List<ChainNode> nodes();
}

package io.quantumvault.control.change;

import io.quantumvault.control.outcome.Outcome;
import java.util.List;
import java.util.function.Supplier;

/**
 * Changes of what an agent wallet may execute: grants, policies, stops, bots.
 *
 * <p>Guarantee: before {@code work} reads anything, the rows of these wallets in {@code
 * wallet_lock} are locked, in address order and as statements of their own; when it is done, every
 * wallet's state version rises by one and its whole snapshot goes to the outbox in the same
 * transaction. So a change is effective from its commit, before any stream catches up. The rule is
 * in docs/architecture.md.
 */
public interface WalletChanges {
  <T> Outcome<T> change(List<String> agentWallets, Supplier<Outcome<T>> work);

  /** Publishes the first snapshot of a wallet made in the surrounding transaction. */
  void publishNew(String agentWallet);
}

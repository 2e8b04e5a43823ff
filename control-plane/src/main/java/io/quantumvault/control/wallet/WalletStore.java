package io.quantumvault.control.wallet;

import io.quantumvault.keys.vault.AgentWalletKeys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps agent wallets. Every question names the owner. */
public interface WalletStore {
  /** Writes the wallet and its lock row; false when the address exists already. */
  boolean insert(AgentWallet wallet, @Nullable AgentWalletKeys keys);

  Optional<AgentWallet> find(String owner, String address);

  List<AgentWallet> list(String owner);
}

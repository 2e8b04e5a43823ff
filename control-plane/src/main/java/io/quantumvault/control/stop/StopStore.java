package io.quantumvault.control.stop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps stops. All changes happen inside {@code WalletChanges}. */
public interface StopStore {
  void insert(StopRecord stop);

  /** A stop on one of this owner's wallets. */
  Optional<StopRecord> find(String owner, UUID stopId);

  /** Stops that hold. */
  List<StopRecord> holding(String agentWallet);

  /** Lifts a stop with the owner's evidence; false when it was lifted already. */
  boolean resume(UUID stopId, byte[] text, byte[] signature, Instant at);
}

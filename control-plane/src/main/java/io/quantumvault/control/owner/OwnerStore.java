package io.quantumvault.control.owner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps owners and their key slots. */
public interface OwnerStore {
  /** False when the wallet is enrolled already; then nothing was written. */
  boolean insert(OwnerRecord owner, List<KeySlot> slots, Instant at);

  Optional<OwnerRecord> find(String address);

  List<KeySlot> slots(String owner);

  void slotUsed(UUID slotId, Instant at);

  /** Locks the owner's row until the surrounding transaction ends, so that counts hold. */
  void lock(String address);

  /** Counts one use of a limited purpose in the surrounding transaction. */
  void used(String owner, String purpose, String subject, Instant at);

  int usesSince(String owner, String purpose, String subject, Instant since);
}

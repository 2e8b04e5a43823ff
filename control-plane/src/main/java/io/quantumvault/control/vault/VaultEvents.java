package io.quantumvault.control.vault;

/** Writes a fact to the outbox within the surrounding transaction, or in one of its own. */
public interface VaultEvents {
  void record(VaultFact fact);
}

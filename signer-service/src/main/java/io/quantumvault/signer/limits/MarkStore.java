package io.quantumvault.signer.limits;

/** Keeps the highest marks; lower ones change nothing. */
public interface MarkStore {
  /** Why a wallet is frozen until a readable snapshot of it comes. */
  String UNREADABLE_SNAPSHOT = "its snapshot cannot be read";

  /** Raises marks to those of a snapshot. */
  void raise(StateMarks marks);

  /** Freezes a wallet whose snapshot cannot be read; the first reason stays. */
  void freeze(String agentWallet, String reason);
}

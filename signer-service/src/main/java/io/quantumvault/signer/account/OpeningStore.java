package io.quantumvault.signer.account;

import io.quantumvault.signer.limits.DayOpening;
import java.util.UUID;

/** Keeps the opening equity of each bot's day; what was fixed first stays. */
public interface OpeningStore {
  /**
   * Fixes the candidate as the opening of its day unless one is fixed, and returns the one that
   * holds.
   */
  DayOpening fix(UUID botId, String agentWallet, DayOpening candidate);
}

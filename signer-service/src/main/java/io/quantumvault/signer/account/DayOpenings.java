package io.quantumvault.signer.account;

import io.quantumvault.signer.marks.DayOpening;
import java.util.UUID;

/**
 * The equity each bot's UTC day opened with: that of the first reading at or after 00:00 UTC, which
 * is the reading at hand when none was made before it. Kept in the marks, where no administrator of
 * the database can widen a day's loss.
 */
public interface DayOpenings {
  /** The opening of the candidate's day: what was fixed before, or else the candidate. */
  DayOpening opening(String agentWallet, UUID botId, DayOpening candidate);
}

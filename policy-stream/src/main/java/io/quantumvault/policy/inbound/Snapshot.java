package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Standing;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wallet's snapshot in the stage's own words.
 *
 * @param occurredAt when the change was made
 * @param bots by id; empty for a deleted wallet
 */
public record Snapshot(
    long stateVersion, Instant occurredAt, String owner, Map<UUID, BotTerms> bots) {

  /** What one bot may do. */
  record BotTerms(
      boolean frozen, boolean reduceOnly, @Nullable UUID flattening, @Nullable GrantTerms grant) {}

  /** A bot's standing under the owner whom a signal names. */
  public Standing standing(
      UUID botId, String claimedOwner, boolean globallyFrozen, boolean unreadable) {
    var bot = claimedOwner.equals(owner) ? bots.get(botId) : null;
    return bot == null
        ? unknown(stateVersion, globallyFrozen, unreadable)
        : new Standing(
            true,
            globallyFrozen,
            unreadable || bot.frozen(),
            bot.reduceOnly(),
            bot.flattening(),
            stateVersion,
            bot.grant());
  }

  /** The standing of a bot that is in no snapshot. */
  public static Standing unknown(long stateVersion, boolean globallyFrozen, boolean unreadable) {
    return new Standing(false, globallyFrozen, unreadable, false, null, stateVersion, null);
  }
}

package io.quantumvault.control.reconcile;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the signer's marks know of a wallet's state, which no row may take back.
 *
 * @param stateVersion the highest that was seen
 * @param stops those that no verified resume has ended
 */
public record KnownState(
    String agentWallet, long stateVersion, Map<UUID, KnownBot> bots, Map<UUID, KnownStop> stops) {
  /** Copies the maps. */
  public KnownState {
    bots = Map.copyOf(bots);
    stops = Map.copyOf(stops);
  }

  /**
   * A bot.
   *
   * @param policyVersion the highest that was granted
   * @param endedGrants by id
   */
  public record KnownBot(long policyVersion, Set<UUID> endedGrants) {
    /** Copies the set. */
    public KnownBot {
      endedGrants = Set.copyOf(endedGrants);
    }
  }

  /** A stop, kind and origin as the rows number them; null bot means the whole wallet. */
  public record KnownStop(@Nullable UUID botId, int kind, int origin) {}
}

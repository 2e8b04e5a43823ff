package io.quantumvault.control.reconcile;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A wallet's rows, as far as marks can contradict them.
 *
 * @param liveGrants bot by grant
 * @param highestPolicy by bot, also of bots without a policy (0); bots that are gone are not in it
 * @param stopsHolding by id
 * @param stopsResumed by id
 */
public record StateRows(
    long stateVersion,
    Map<UUID, UUID> liveGrants,
    Map<UUID, Long> highestPolicy,
    Set<UUID> stopsHolding,
    Set<UUID> stopsResumed) {
  /** Copies the collections. */
  public StateRows {
    liveGrants = Map.copyOf(liveGrants);
    highestPolicy = Map.copyOf(highestPolicy);
    stopsHolding = Set.copyOf(stopsHolding);
    stopsResumed = Set.copyOf(stopsResumed);
  }
}

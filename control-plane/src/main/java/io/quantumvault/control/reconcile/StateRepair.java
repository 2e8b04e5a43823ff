package io.quantumvault.control.reconcile;

import io.quantumvault.control.reconcile.KnownState.KnownStop;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What has to be changed so that a wallet's rows take nothing back that its marks know. It only
 * takes: grants end, stops hold, numbers rise. A stop whose row says resumed while the marks have
 * it holds again: the owner's signature ends it once more.
 *
 * @param endedGrants live in rows, ended by the marks; bot by grant
 * @param missingStops to be written anew
 * @param reopenedStops to hold again
 * @param policyFloors by bot: the next policy's number must be above
 * @param stateVersion that the next snapshot must be above; 0 if the rows' own is high enough
 * @param missingBots known to the marks, not to the rows; their policies and grants are lost
 */
public record StateRepair(
    Map<UUID, UUID> endedGrants,
    Map<UUID, KnownStop> missingStops,
    Set<UUID> reopenedStops,
    Map<UUID, Long> policyFloors,
    long stateVersion,
    Set<UUID> missingBots) {

  /** The repair of these rows; the same again after it changes nothing. */
  public static StateRepair of(KnownState known, StateRows rows) {
    var grants = new TreeMap<UUID, UUID>();
    rows.liveGrants()
        .forEach((grant, bot) -> {
          var mark = known.bots().get(bot);
          if (mark != null && mark.endedGrants().contains(grant)) {
            grants.put(grant, bot);
          }
        });
    var missing = new HashMap<UUID, KnownStop>();
    var reopened = new TreeSet<UUID>();
    known
        .stops()
        .forEach((id, stop) -> {
          if (rows.stopsResumed().contains(id)) {
            reopened.add(id);
          } else if (!rows.stopsHolding().contains(id)) {
            missing.put(id, onWhatIsThere(stop, rows));
          }
        });
    var floors = new TreeMap<UUID, Long>();
    var gone = new TreeSet<UUID>();
    known
        .bots()
        .forEach((id, bot) -> {
          var highest = rows.highestPolicy().get(id);
          if (highest == null) {
            gone.add(id);
          } else if (highest < bot.policyVersion()) {
            floors.put(id, bot.policyVersion());
          }
        });
    return new StateRepair(
        grants,
        missing,
        reopened,
        floors,
        rows.stateVersion() < known.stateVersion() ? known.stateVersion() : 0,
        gone);
  }

  /** A stop of a bot that is gone holds for the whole wallet: no row can name the bot. */
  private static KnownStop onWhatIsThere(KnownStop stop, StateRows rows) {
    return stop.botId() == null || rows.highestPolicy().containsKey(stop.botId())
        ? stop
        : new KnownStop(null, stop.kind(), stop.origin());
  }

  /** Whether the rows contradict the marks. A bot that is missing was perhaps deleted. */
  public boolean needed() {
    return !(endedGrants.isEmpty()
        && missingStops.isEmpty()
        && reopenedStops.isEmpty()
        && policyFloors.isEmpty()
        && stateVersion == 0);
  }
}

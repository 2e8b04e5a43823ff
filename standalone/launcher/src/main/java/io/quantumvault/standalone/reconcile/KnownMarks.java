package io.quantumvault.standalone.reconcile;

import io.quantumvault.control.reconcile.KnownState;
import io.quantumvault.control.reconcile.KnownState.KnownBot;
import io.quantumvault.control.reconcile.KnownState.KnownStop;
import io.quantumvault.schemas.v1.GrantMark;
import io.quantumvault.schemas.v1.HoldMark;
import io.quantumvault.schemas.v1.StandingMark;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A wallet's marks as Kafka has them.
 *
 * @param published the last event that was published; 0 for none
 * @param standing null where there is none
 */
record KnownMarks(String agentWallet, long published, @Nullable StandingMark standing) {
  KnownMarks withPublished(long sequence) {
    return new KnownMarks(agentWallet, sequence, standing);
  }

  KnownMarks with(StandingMark newer) {
    return new KnownMarks(agentWallet, published, newer);
  }

  /** Ledger and marks contradict each other, as the signer found. */
  Optional<HoldMark> hold() {
    return standing == null || !standing.hasHold()
        ? Optional.empty()
        : Optional.of(standing.getHold());
  }

  long version() {
    return standing == null ? 0 : standing.getVersion();
  }

  String owner() {
    return standing == null ? "" : standing.getOwner();
  }

  /** What the control plane's rows must not take back. */
  KnownState state() {
    var bots = new HashMap<UUID, KnownBot>();
    var stops = new HashMap<UUID, KnownStop>();
    if (standing != null) {
      for (var bot : standing.getBotsList()) {
        bots.put(
            UUID.fromString(bot.getBotId()),
            new KnownBot(
                bot.getPolicyVersion(),
                bot.getEndedList().stream()
                    .map(GrantMark::getGrantId)
                    .map(UUID::fromString)
                    .collect(Collectors.toSet())));
      }
      for (var stop : standing.getStopsList()) {
        stops.put(
            UUID.fromString(stop.getStopId()),
            new KnownStop(
                stop.getBotId().isEmpty() ? null : UUID.fromString(stop.getBotId()),
                stop.getKind(),
                stop.getOrigin()));
      }
    }
    return new KnownState(
        agentWallet, standing == null ? 0 : standing.getStateVersion(), bots, stops);
  }
}

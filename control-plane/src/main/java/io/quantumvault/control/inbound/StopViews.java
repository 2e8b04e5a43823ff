package io.quantumvault.control.inbound;

import io.quantumvault.control.stop.StopKind;
import io.quantumvault.control.stop.StopRecord;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stops as the API speaks of them. */
final class StopViews {
  private StopViews() {}

  record Asked(@Nullable String kind) {}

  record View(
      UUID stopId,
      String agentWallet,
      @Nullable UUID botId,
      String kind,
      String origin,
      String reason,
      Instant at) {}

  static StopKind kind(Asked asked) {
    return switch (asked.kind()) {
      case "REDUCE_ONLY" -> StopKind.REDUCE_ONLY;
      case "FREEZE" -> StopKind.FREEZE;
      case null, default -> throw new IllegalRequest("kind must be REDUCE_ONLY or FREEZE");
    };
  }

  static View view(StopRecord stop) {
    return new View(
        stop.id(),
        stop.agentWallet(),
        stop.botId(),
        stop.kind().name(),
        stop.origin().name(),
        stop.reason(),
        stop.createdAt());
  }
}

package io.quantumvault.control.activity;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an owner's trades.
 *
 * @param kind such as REJECTED or CONFIRMED
 * @param summary names and values for people; no secret is ever in the records it comes from
 */
public record ActivityEntry(
    String owner,
    String agentWallet,
    @Nullable UUID botId,
    @Nullable UUID signalId,
    UUID eventId,
    Instant occurredAt,
    String topic,
    String kind,
    Map<String, Object> summary) {
  public ActivityEntry {
    summary = Map.copyOf(summary);
  }
}

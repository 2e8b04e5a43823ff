package io.quantumvault.policy.outbound;

import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.Signal;
import java.time.Instant;
import java.util.UUID;

/**
 * Where an intent comes from.
 *
 * @param signalId empty for what no alert asked for
 * @param stopId only of a FLATTEN stop
 * @param causationId the event that directly led to it; empty for a first cause
 * @param alertTime the epoch where there is no alert
 */
public record IntentCause(
    IntentOrigin origin,
    String signalId,
    String stopId,
    String causationId,
    UUID botId,
    String agentWallet,
    String owner,
    Instant alertTime) {

  /** An alert that was just decided. */
  public static IntentCause of(Signal signal) {
    return new IntentCause(
        IntentOrigin.INTENT_ORIGIN_SIGNAL,
        signal.getSignalId(),
        "",
        signal.getEnvelope().getEventId(),
        UUID.fromString(signal.getBotId()),
        signal.getAgentWallet(),
        signal.getOwner(),
        Instant.ofEpochMilli(signal.getAlertTimeMs()));
  }
}

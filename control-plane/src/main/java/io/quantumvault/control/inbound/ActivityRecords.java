package io.quantumvault.control.inbound;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.SignalRejected;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an owner sees of a record. */
final class ActivityRecords {
  private ActivityRecords() {}

  static ActivityEntry of(String topic, SignalRejected rejected) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put(
        "reasons", rejected.getReasonsList().stream().map(ActivityRecords::reason).toList());
    put(summary, "detail", rejected.getDetail());
    return entry(
        topic,
        rejected.getEnvelope(),
        new Whose(rejected.getOwner(), rejected.getAgentWallet(), rejected.getBotId()),
        rejected.getSignalId(),
        rejected.getKind().name().replace("REJECTION_KIND_", ""),
        summary);
  }

  /** Account readings are no activity, and a record that names no owner is nobody's. */
  static Optional<ActivityEntry> of(String topic, ExecutionRecord record) {
    if (!record.hasExecution() || record.getExecution().getOwner().isEmpty()) {
      return Optional.empty();
    }
    ExecutionEvent event = record.getExecution();
    var summary = new LinkedHashMap<String, Object>();
    put(summary, "intentId", event.getIntentId());
    put(summary, "market", event.getMarket());
    put(summary, "reason", event.getReason());
    put(summary, "detail", event.getDetail());
    put(summary, "transactionSignature", event.getTransactionSignature());
    put(summary, "chainError", event.getChainError());
    put(summary, "filledBase", event.getFilledBase());
    put(summary, "averagePrice", event.getAveragePrice());
    put(summary, "realisedPnlUsd", event.getRealisedPnlUsd());
    return Optional.of(
        entry(
            topic,
            event.getEnvelope(),
            new Whose(event.getOwner(), event.getAgentWallet(), event.getBotId()),
            event.getSignalId(),
            event.getKind().name().replace("EXECUTION_KIND_", ""),
            summary));
  }

  private record Whose(String owner, String agentWallet, String botId) {}

  private static ActivityEntry entry(
      String topic,
      Envelope envelope,
      Whose whose,
      String signalId,
      String kind,
      Map<String, Object> summary) {
    return new ActivityEntry(
        whose.owner(),
        whose.agentWallet(),
        id(whose.botId()),
        id(signalId),
        UUID.fromString(envelope.getEventId()),
        Instant.ofEpochMilli(envelope.getOccurredAtMs()),
        topic,
        kind,
        summary);
  }

  private static @Nullable UUID id(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  private static String reason(Reason reason) {
    return reason.name().replace("REASON_", "");
  }

  private static void put(Map<String, Object> summary, String name, String value) {
    if (!value.isEmpty()) {
      summary.put(name, value);
    }
  }
}

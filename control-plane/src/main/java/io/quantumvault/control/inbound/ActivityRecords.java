package io.quantumvault.control.inbound;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.control.trial.TestDecisions;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Notice;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RefusedPart;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TestedOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an owner sees of a record. */
final class ActivityRecords {
  private ActivityRecords() {}

  /**
   * A record that names no owner is nobody's.
   *
   * @throws IllegalArgumentException if it is of a kind that nobody knows
   */
  static Optional<ActivityEntry> of(String topic, RejectionRecord record) {
    return switch (record.getRecordCase()) {
      case REJECTED -> rejected(topic, record.getRejected());
      case TESTED -> tested(topic, record.getTested());
      case RECORD_NOT_SET -> throw new IllegalArgumentException("an answer of an unknown kind");
    };
  }

  private static Optional<ActivityEntry> rejected(String topic, SignalRejected rejected) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("reasons", reasons(rejected.getReasonsList()));
    put(summary, "detail", rejected.getDetail());
    return entry(
        topic,
        rejected.getEnvelope(),
        new Whose(rejected.getOwner(), rejected.getAgentWallet(), rejected.getBotId()),
        rejected.getSignalId(),
        rejected.getKind().name().replace("REJECTION_KIND_", ""),
        summary);
  }

  private static Optional<ActivityEntry> tested(String topic, TestDecided tested) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("approved", tested.getApproved());
    summary.put("orders", tested.getOrdersList().stream().map(ActivityRecords::order).toList());
    summary.put("reasons", reasons(tested.getReasonsList()));
    put(summary, "detail", tested.getDetail());
    if (tested.getRefusedPartsCount() > 0) {
      summary.put(
          "refusedParts",
          tested.getRefusedPartsList().stream().map(ActivityRecords::refusedPart).toList());
    }
    summary.put("notices", tested.getNoticesList().stream().map(Notice::getDetail).toList());
    return entry(
        topic,
        tested.getEnvelope(),
        new Whose(tested.getOwner(), tested.getAgentWallet(), tested.getBotId()),
        tested.getSignalId(),
        TestDecisions.KIND,
        summary);
  }

  private static Map<String, Object> order(TestedOrder order) {
    var said = new LinkedHashMap<String, Object>();
    said.put("market", order.getMarket());
    said.put("action", order.getAction().name().replace("ACTION_", ""));
    if (order.getDirection() != Direction.DIRECTION_UNSPECIFIED) {
      said.put("direction", order.getDirection().name().replace("DIRECTION_", ""));
    }
    put(said, "size", order.getSizeBase());
    said.put("reduceOnly", order.getReduceOnly());
    if (order.getPart() != Part.PART_UNSPECIFIED) {
      said.put("part", order.getPart().name().replace("PART_", ""));
    }
    return said;
  }

  private static Map<String, Object> refusedPart(RefusedPart part) {
    var said = new LinkedHashMap<String, Object>();
    said.put("part", part.getPart().name().replace("PART_", ""));
    said.put("reasons", reasons(part.getReasonsList()));
    put(said, "detail", part.getDetail());
    return said;
  }

  /**
   * Account readings are no activity, and a record that names no owner is nobody's.
   *
   * @throws IllegalArgumentException if it is of a kind that nobody knows
   */
  static Optional<ActivityEntry> of(String topic, ExecutionRecord record) {
    return switch (record.getRecordCase()) {
      case EXECUTION -> step(topic, record.getExecution());
      case ACCOUNT -> Optional.empty();
      case RECORD_NOT_SET -> throw new IllegalArgumentException("a record of an unknown kind");
    };
  }

  private static Optional<ActivityEntry> step(String topic, ExecutionEvent event) {
    var summary = new LinkedHashMap<String, Object>();
    put(summary, "intentId", event.getIntentId());
    put(summary, "market", event.getMarket());
    switch (event.getKindCase()) {
      case REFUSED -> put(summary, "reason", event.getRefused().getReason());
      case FAILED -> put(summary, "chainError", event.getFailed().getChainError());
      case CONFIRMED -> {
        var effect = event.getConfirmed().getEffect();
        put(summary, "filledBase", effect.getFilledBase());
        put(summary, "averagePrice", effect.getAveragePrice());
        put(summary, "realisedPnlUsd", effect.getRealisedPnlUsd());
      }
      case AWAITING_OWNER, SIGNED, SUBMITTED, EXPIRED, OUTCOME_UNKNOWN, UNVERIFIED -> {
        // What these say is said below.
      }
      case KIND_NOT_SET -> throw new IllegalArgumentException("an event of an unknown kind");
    }
    put(summary, "detail", Told.detail(event));
    put(summary, "transactionSignature", Told.signature(event));
    return entry(
        topic,
        event.getEnvelope(),
        new Whose(event.getOwner(), event.getAgentWallet(), event.getBotId()),
        event.getSignalId(),
        event.getKindCase().name(),
        summary);
  }

  private record Whose(String owner, String agentWallet, String botId) {}

  private static Optional<ActivityEntry> entry(
      String topic,
      Envelope envelope,
      Whose whose,
      String signalId,
      String kind,
      Map<String, Object> summary) {
    if (whose.owner().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ActivityEntry(
            whose.owner(),
            whose.agentWallet(),
            id(whose.botId()),
            id(signalId),
            UUID.fromString(envelope.getEventId()),
            Instant.ofEpochMilli(envelope.getOccurredAtMs()),
            topic,
            kind,
            summary));
  }

  private static @Nullable UUID id(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  private static List<String> reasons(List<Reason> reasons) {
    return reasons.stream().map(reason -> reason.name().replace("REASON_", "")).toList();
  }

  private static void put(Map<String, Object> summary, String name, String value) {
    if (!value.isEmpty()) {
      summary.put(name, value);
    }
  }
}

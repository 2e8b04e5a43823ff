package io.quantumvault.audit.inbound;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.audit.log.EventIndex;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.OwnerOrder;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.schemas.v1.VaultEvent;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a record's value what its leaf can be found by. Never fails: what does not parse, or
 * could not be stored as it stands, is left out, and the record is a leaf all the same.
 */
public final class EventReader {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern OWNER = Pattern.compile("[!-~]{1,128}");
  // The last millisecond of the year 9999, which every reader of timestamps can show.
  private static final long LATEST_MS = 253_402_300_799_999L;

  private EventReader() {}

  /** Reads the value of a record of this topic. */
  public static EventIndex read(String topic, byte @Nullable [] value) {
    if (value == null) {
      return EventIndex.NONE;
    }
    try {
      return parse(topic, ByteString.copyFrom(value));
    } catch (InvalidProtocolBufferException e) {
      return EventIndex.NONE;
    }
  }

  private static EventIndex parse(String topic, ByteString value)
      throws InvalidProtocolBufferException {
    if (topic.equals(Topics.SIGNALS.name())) {
      Signal signal = Signal.parseFrom(value);
      return index(signal.getEnvelope(), signal.getOwner(), signal.getBotId());
    }
    if (topic.equals(Topics.REJECTIONS.name())) {
      return rejection(RejectionRecord.parseFrom(value));
    }
    if (topic.equals(Topics.INTENTS.name())) {
      var payload = TradeIntentPayload.parseFrom(TradeIntent.parseFrom(value).getPayload());
      return index(payload.getEnvelope(), payload.getOwner(), payload.getBotId());
    }
    if (topic.equals(Topics.EXECUTIONS.name())) {
      return execution(ExecutionRecord.parseFrom(value));
    }
    if (topic.equals(Topics.OWNER_ORDERS.name())) {
      OwnerOrder order = OwnerOrder.parseFrom(value);
      return index(order.getEnvelope(), order.getOwner(), "");
    }
    if (topic.equals(Topics.VAULT_EVENTS.name())) {
      VaultEvent event = VaultEvent.parseFrom(value);
      return index(event.getEnvelope(), event.getOwner(), event.getBotId());
    }
    if (topic.equals(Topics.ADMIN_ORDERS.name())) {
      AdminOrder order = AdminOrder.parseFrom(value);
      return index(order.getEnvelope(), order.getOwner(), "");
    }
    return EventIndex.NONE;
  }

  private static EventIndex rejection(RejectionRecord record) {
    return switch (record.getRecordCase()) {
      case REJECTED -> {
        var rejected = record.getRejected();
        yield index(rejected.getEnvelope(), rejected.getOwner(), rejected.getBotId());
      }
      case TESTED -> {
        var tested = record.getTested();
        yield index(tested.getEnvelope(), tested.getOwner(), tested.getBotId());
      }
      case RECORD_NOT_SET -> EventIndex.NONE;
    };
  }

  private static EventIndex execution(ExecutionRecord record) {
    return switch (record.getRecordCase()) {
      case EXECUTION -> {
        var event = record.getExecution();
        yield index(event.getEnvelope(), event.getOwner(), event.getBotId());
      }
      case ACCOUNT -> {
        var observed = record.getAccount();
        yield index(observed.getEnvelope(), observed.getOwner(), observed.getBotId());
      }
      case RECORD_NOT_SET -> EventIndex.NONE;
    };
  }

  private static EventIndex index(Envelope envelope, String owner, String botId) {
    long at = envelope.getOccurredAtMs();
    return new EventIndex(
        uuid(envelope.getEventId()),
        uuid(envelope.getCorrelationId()),
        OWNER.matcher(owner).matches() ? owner : null,
        uuid(botId),
        at > 0 && at <= LATEST_MS ? at : null);
  }

  private static @Nullable UUID uuid(String text) {
    return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
  }
}

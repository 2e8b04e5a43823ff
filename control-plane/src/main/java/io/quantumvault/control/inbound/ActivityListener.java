package io.quantumvault.control.inbound;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.control.activity.ActivityStore;
import io.quantumvault.control.stop.AutomaticStops;
import io.quantumvault.control.trial.TestDecisions;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.RejectionRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.MessageListener;

/**
 * Keeps rejections and executions for the owners they concern, and has the signer's own freezes
 * answered by a stop. A record that cannot be read goes to the dead letters; a database that does
 * not answer is waited for.
 */
public final class ActivityListener implements MessageListener<String, byte[]> {
  /** The topics it reads. */
  public static final List<String> TOPICS =
      List.of(Topics.REJECTIONS.name(), Topics.EXECUTIONS.name());

  private final ActivityStore activity;
  private final TestDecisions tests;
  private final AutomaticStops stops;

  public ActivityListener(ActivityStore activity, TestDecisions tests, AutomaticStops stops) {
    this.activity = activity;
    this.tests = tests;
    this.stops = stops;
  }

  @Override
  public void onMessage(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      throw new UnreadableRecordException(new IllegalArgumentException("no value"));
    }
    try {
      if (record.topic().equals(Topics.REJECTIONS.name())) {
        ActivityRecords.of(record.topic(), RejectionRecord.parseFrom(record.value()))
            .ifPresent(entry -> {
              activity.keep(entry);
              tests.kept(entry);
            });
      } else {
        ActivityRecords.of(record.topic(), ExecutionRecord.parseFrom(record.value()))
            .ifPresent(entry -> {
              activity.keep(entry);
              stops.answer(seen(entry));
            });
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new UnreadableRecordException(e);
    }
  }

  private static AutomaticStops.Seen seen(ActivityEntry entry) {
    return new AutomaticStops.Seen(
        entry.eventId(),
        entry.owner(),
        entry.agentWallet(),
        entry.kind(),
        String.valueOf(entry.summary().getOrDefault("reason", "")));
  }
}

package io.quantumvault.control.inbound;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.control.activity.ActivityStore;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.MessageListener;

/**
 * Keeps rejections and executions for the owners they concern. A record that cannot be read goes to
 * the dead letters; a database that does not answer is waited for.
 */
public final class ActivityListener implements MessageListener<String, byte[]> {
  /** The topics it reads. */
  public static final List<String> TOPICS =
      List.of(Topics.REJECTIONS.name(), Topics.EXECUTIONS.name());

  private final ActivityStore activity;

  public ActivityListener(ActivityStore activity) {
    this.activity = activity;
  }

  @Override
  public void onMessage(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      throw new UnreadableRecordException(new IllegalArgumentException("no value"));
    }
    try {
      if (record.topic().equals(Topics.REJECTIONS.name())) {
        var rejected = SignalRejected.parseFrom(record.value());
        if (!rejected.getOwner().isEmpty()) {
          activity.keep(ActivityRecords.of(record.topic(), rejected));
        }
      } else {
        ActivityRecords.of(record.topic(), ExecutionRecord.parseFrom(record.value()))
            .ifPresent(activity::keep);
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new UnreadableRecordException(e);
    }
  }
}

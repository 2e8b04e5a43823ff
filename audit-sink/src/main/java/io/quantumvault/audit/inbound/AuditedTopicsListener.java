package io.quantumvault.audit.inbound;

import io.quantumvault.audit.health.AuditHealth;
import io.quantumvault.audit.leaf.SourceRecord;
import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.trail.AuditTrail;
import io.quantumvault.audit.trail.IndexedRecord;
import io.quantumvault.audit.trail.TrailDisagrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;

/**
 * Hands batches of records to the trail. Where to read from is what the trail says, never what
 * Kafka remembers: with each new generation of the trail all partitions are set to its positions,
 * and what was fetched before is dropped. All methods run on the consumer's thread.
 */
public final class AuditedTopicsListener
    implements BatchConsumerAwareMessageListener<byte[], byte[]> {
  /** So many unsigned leaves are signed at once, without waiting for the clock. */
  static final int CHECKPOINT_LEAVES = 1000;

  private final AuditTrail trail;
  private final AuditHealth health;
  private long generation;
  private @Nullable Map<TopicPartition, Long> target;

  /** Reads nothing yet. */
  public AuditedTopicsListener(AuditTrail trail, AuditHealth health) {
    this.trail = trail;
    this.health = health;
  }

  /** The consumer begins where this generation of the trail wants it: no need to go there. */
  public void beginsAt(long generation) {
    this.generation = generation;
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
    if (health.halted() || consumer == null) {
      return;
    }
    try {
      if (repositioned(consumer)) {
        return;
      }
      trail.append(records.stream().map(AuditedTopicsListener::indexed).toList());
      if (trail.unsigned() >= CHECKPOINT_LEAVES) {
        trail.checkpoint();
      }
      compareWithTarget(consumer);
    } catch (TrailDisagrees e) {
      health.halt(e.getMessage());
    }
  }

  /** Called while no records come. */
  public void onIdle(Consumer<?, ?> consumer) {
    if (health.halted()) {
      return;
    }
    try {
      if (!repositioned(consumer)) {
        compareWithTarget(consumer);
      }
    } catch (TrailDisagrees e) {
      health.halt(e.getMessage());
    }
  }

  /** What was fetched may be lost: go back to what is stored. */
  public void afterFailure() {
    generation = 0;
    health.behind();
  }

  private boolean repositioned(Consumer<?, ?> consumer) {
    long current = trail.ensureOpen();
    if (current == generation) {
      return false;
    }
    trail.positions().forEach((log, offset) -> consumer.seek(partition(log), offset.longValue()));
    target = null;
    generation = current;
    health.behind();
    return true;
  }

  private void compareWithTarget(Consumer<?, ?> consumer) {
    if (health.caughtUp()) {
      return;
    }
    if (target == null) {
      var partitions = new ArrayList<TopicPartition>();
      trail.positions().keySet().forEach(log -> partitions.add(partition(log)));
      target = Map.copyOf(consumer.endOffsets(partitions));
    }
    for (var end : target.entrySet()) {
      if (consumer.position(end.getKey()) < end.getValue()) {
        return;
      }
    }
    trail.sourceExhausted();
    health.reachedEnd();
  }

  private static TopicPartition partition(LogName log) {
    return new TopicPartition(log.topic(), log.partition());
  }

  private static IndexedRecord indexed(ConsumerRecord<byte[], byte[]> record) {
    return new IndexedRecord(
        new SourceRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value()),
        EventReader.read(record.topic(), record.value()));
  }
}

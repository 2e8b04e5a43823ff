package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader.Read;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Reads intents-v1 and hands each intent to its partition's desk. A partition with 256 records
 * under way is paused until half of them have a row, or it goes to another worker.
 */
public final class IntentListener
    implements AcknowledgingMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {
  private static final int MOST_UNDER_WAY = 256;

  private final IntentReader reader;
  private final PartitionKeeper keeper;
  private final HandledOffsets offsets = new HandledOffsets();
  private final Set<Integer> assigned = ConcurrentHashMap.newKeySet();
  private final Set<Integer> paused = ConcurrentHashMap.newKeySet();
  private volatile @Nullable MessageListenerContainer container;

  /** Takes what verifies a record and who keeps the partitions. */
  public IntentListener(IntentReader reader, PartitionKeeper keeper) {
    this.reader = reader;
    this.keeper = keeper;
  }

  /** The container whose partitions it may pause. */
  public void attach(MessageListenerContainer attached) {
    this.container = attached;
  }

  /** Whether any partition is assigned. */
  public boolean isAssigned() {
    return !assigned.isEmpty();
  }

  @Override
  public void onMessage(
      ConsumerRecord<byte[], byte[]> record, @Nullable Acknowledgment acknowledgment) {
    int partition = record.partition();
    var desk = keeper.desk(partition);
    if (desk == null) {
      // Given up between the poll and here: its position was not moved, the next holder reads it.
      return;
    }
    var handled =
        offsets.handedOut(
            partition,
            record.offset(),
            () -> {
              if (acknowledgment != null) {
                acknowledgment.acknowledge();
              }
            });
    pauseIfFull(partition);
    Runnable hasRow =
        () -> {
          handled.run();
          resumeIfRoom(partition);
        };
    var source = new Source(record.topic(), partition, record.offset());
    var key = record.key() == null ? null : new String(record.key(), UTF_8);
    switch (reader.read(key, record.value())) {
      case Read.Verified verified -> desk.take(verified.intent(), source, hasRow);
      case Read.Unverified unverified ->
          desk.unverified(
              source,
              key != null && Base58.isAddress(key) ? key : "unknown",
              unverified.reason(),
              hasRow);
    }
  }

  private void pauseIfFull(int partition) {
    var listening = container;
    if (listening != null && offsets.open(partition) >= MOST_UNDER_WAY && paused.add(partition)) {
      listening.pausePartition(new TopicPartition(Topics.INTENTS.name(), partition));
    }
  }

  private void resumeIfRoom(int partition) {
    if (offsets.open(partition) <= MOST_UNDER_WAY / 2) {
      resume(partition);
    }
  }

  private void resume(int partition) {
    var listening = container;
    if (listening != null && paused.remove(partition)) {
      listening.resumePartition(new TopicPartition(Topics.INTENTS.name(), partition));
    }
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    var numbers = partitions.stream().map(TopicPartition::partition).toList();
    if (!numbers.isEmpty()) {
      keeper.assigned(numbers);
      assigned.addAll(numbers);
    }
  }

  /** Before the last positions are committed: what has its row by then is not read again. */
  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions);
  }

  private void giveUp(Collection<TopicPartition> partitions) {
    var numbers = partitions.stream().map(TopicPartition::partition).toList();
    if (!numbers.isEmpty()) {
      assigned.removeAll(numbers);
      keeper.revoked(numbers);
      numbers.forEach(this::lost);
    }
  }

  private void lost(int partition) {
    offsets.forget(partition);
    // The container remembers a pause beyond the assignment it was made in.
    resume(partition);
  }
}

package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.inbound.IntentReader.Read;
import io.quantumvault.signer.lane.IntentDesk;
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
 * Reads intents-v1 and hands each intent to its bot's lane. A partition with 256 records under way
 * is paused until half of them are claimed.
 */
public final class IntentListener
    implements AcknowledgingMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {
  private static final int MOST_UNDER_WAY = 256;

  private final IntentReader reader;
  private final IntentDesk desk;
  private final ClaimedOffsets offsets = new ClaimedOffsets();
  private final Set<Integer> assigned = ConcurrentHashMap.newKeySet();
  private final Set<Integer> paused = ConcurrentHashMap.newKeySet();
  private volatile @Nullable MessageListenerContainer container;

  /** Takes what verifies a record and where verified intents go. */
  public IntentListener(IntentReader reader, IntentDesk desk) {
    this.reader = reader;
    this.desk = desk;
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
    var claimed =
        offsets.handedOut(
            partition,
            record.offset(),
            () -> {
              if (acknowledgment != null) {
                acknowledgment.acknowledge();
              }
            });
    pauseIfFull(partition);
    Runnable done =
        () -> {
          claimed.run();
          resumeIfRoom(partition);
        };
    var source = new Source(record.topic(), partition, record.offset());
    var key = record.key() == null ? null : new String(record.key(), UTF_8);
    switch (reader.read(key, record.value())) {
      case Read.Verified verified -> take(verified.intent(), source, done);
      case Read.Unverified unverified ->
          desk.unverified(
              source,
              key != null && Base58.isAddress(key) ? key : "unknown",
              unverified.reason(),
              done);
    }
  }

  private void take(Intent intent, Source source, Runnable done) {
    desk.take(intent, source, done);
  }

  private void pauseIfFull(int partition) {
    var listening = container;
    if (listening != null && offsets.open(partition) >= MOST_UNDER_WAY && paused.add(partition)) {
      listening.pausePartition(new TopicPartition(Topics.INTENTS.name(), partition));
    }
  }

  private void resumeIfRoom(int partition) {
    var listening = container;
    if (listening != null
        && offsets.open(partition) <= MOST_UNDER_WAY / 2
        && paused.remove(partition)) {
      listening.resumePartition(new TopicPartition(Topics.INTENTS.name(), partition));
    }
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(p -> assigned.add(p.partition()));
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(p -> lost(p.partition()));
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(p -> lost(p.partition()));
  }

  private void lost(int partition) {
    assigned.remove(partition);
    paused.remove(partition);
    offsets.forget(partition);
  }
}

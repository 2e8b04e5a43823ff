package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.schemas.Topics;
import io.quantumvault.signer.lane.IntentDesk;
import io.quantumvault.signer.lane.LaneParts;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.listener.MessageListenerContainer;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntentListenerTest {
  private static final int PARTITION = 3;
  private static final TopicPartition OURS = new TopicPartition(Topics.INTENTS.name(), PARTITION);

  private final LaneParts parts = new LaneParts(InstantSource.system());
  private final BlockingQueue<String> container = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> committed = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> keeper = new LinkedBlockingQueue<>();
  private final AtomicBoolean held = new AtomicBoolean(true);
  private final Semaphore rows = new Semaphore(0);
  private IntentListener listener;
  private long offset;

  @BeforeEach
  void make() throws Exception {
    var keys = Files.createTempDirectory("keys");
    ServiceKey.create(keys.resolve("intent-signing.key"), keys.resolve("intent-signing.pub"));
    listener =
        new IntentListener(
            new IntentReader(ServicePublicKeys.loadFolder(keys, "intent-signing")), new Keeper());
    listener.attach(
        (MessageListenerContainer)
            Proxy.newProxyInstance(
                IntentListenerTest.class.getClassLoader(),
                new Class<?>[] {MessageListenerContainer.class},
                (proxy, method, arguments) -> {
                  container.add(method.getName() + " " + arguments[0]);
                  return null;
                }));
    // Each record is kept when the test allows it.
    parts.ledger.onUnverified = rows::acquireUninterruptibly;
  }

  @AfterEach
  void close() {
    rows.release(1000);
    parts.close();
  }

  private final class Keeper implements PartitionKeeper {
    @Override
    public void assigned(Collection<Integer> partitions) {
      keeper.add("assigned " + partitions);
    }

    @Override
    public void revoked(Collection<Integer> partitions) {
      keeper.add("revoked " + partitions);
    }

    @Override
    public @Nullable IntentDesk desk(int partition) {
      return held.get() ? parts.desk : null;
    }
  }

  private void records(int count) {
    for (int i = 0; i < count; i++) {
      long at = offset++;
      listener.onMessage(
          new ConsumerRecord<>(
              OURS.topic(), PARTITION, at, "no wallet".getBytes(UTF_8), new byte[] {1}),
          () -> committed.add(at));
    }
  }

  private static <T> @Nullable T next(BlockingQueue<T> queue) throws InterruptedException {
    return queue.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void nothingIsCommittedBeforeItsRowIsThere() throws Exception {
    records(2);
    assertThat(committed).isEmpty();
    rows.release(2);
    assertThat(next(committed)).isEqualTo(0);
    assertThat(next(committed)).isEqualTo(1);
  }

  @Test
  void aFullPartitionIsPausedUntilHalfOfItHasItsRows() throws Exception {
    records(255);
    assertThat(container).isEmpty();
    records(1);
    assertThat(next(container)).isEqualTo("pausePartition " + OURS);
    rows.release(127);
    while (committed.size() < 127) {
      Thread.onSpinWait();
    }
    assertThat(container).isEmpty();
    rows.release(1);
    assertThat(next(container)).isEqualTo("resumePartition " + OURS);
    rows.release(128);
  }

  @Test
  void aPartitionThatGoesAwayWhilePausedIsNotLeftPaused() throws Exception {
    records(256);
    assertThat(next(container)).isEqualTo("pausePartition " + OURS);
    var consumer = new MockConsumer<byte[], byte[]>(AutoOffsetResetStrategy.EARLIEST.name());
    listener.onPartitionsAssigned(consumer, List.of(OURS));
    assertThat(next(keeper)).isEqualTo("assigned [3]");
    assertThat(listener.isAssigned()).isTrue();
    listener.onPartitionsLost(consumer, List.of(OURS));
    assertThat(next(keeper)).isEqualTo("revoked [3]");
    assertThat(next(container)).isEqualTo("resumePartition " + OURS);
    assertThat(listener.isAssigned()).isFalse();
    rows.release(256);
    parts.lanes.close();
    assertThat(committed).as("they are read by whoever holds it now").isEmpty();
  }

  @Test
  void whatComesForAPartitionThatWasGivenUpIsLeftToTheNextHolder() {
    held.set(false);
    rows.release(1);
    records(1);
    parts.lanes.close();
    assertThat(committed).isEmpty();
    assertThat(rows.availablePermits()).isEqualTo(1);
  }
}

package io.quantumvault.signer.outbound;

import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.CONFIRMED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.SIGNED;
import static io.quantumvault.schemas.v1.ExecutionEvent.KindCase.SUBMITTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.Snapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartitionLogTest {
  private static final int PARTITION = 4;
  private static final long EPOCH = 11;
  private static final String WALLET = "wallet";
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final MarkBook marks =
      new MarkBook(
          (stop, text, signature, owner, cluster) -> Optional.empty(), InstantSource.system());
  private final FakeLedger ledger = new FakeLedger();
  private final PartitionLog log = new PartitionLog(PARTITION, this::producer, marks, ledger);

  /** Which events there are, and whether the partition is held: by turns, then as at last. */
  private static final class FakeLedger implements PartitionLog.Committed {
    final TreeMap<Long, ExecutionEvent> events = new TreeMap<>();
    final Queue<Boolean> holds = new ConcurrentLinkedQueue<>();
    final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    volatile boolean held = true;

    @Override
    public boolean holds(int partition, long epoch) {
      assertThat(partition).isEqualTo(PARTITION);
      assertThat(epoch).isEqualTo(EPOCH);
      var next = holds.poll();
      return next == null ? held : next;
    }

    @Override
    public synchronized List<ExecutionEvent> after(String agentWallet, long sequence) {
      var failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
      return List.copyOf(events.tailMap(sequence, false).values());
    }
  }

  private MockProducer<byte[], byte[]> producer() {
    var made = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    synchronized (producers) {
      producers.add(made);
    }
    return made;
  }

  private MockProducer<byte[], byte[]> made(int number) {
    synchronized (producers) {
      return producers.get(number);
    }
  }

  private int count() {
    synchronized (producers) {
      return producers.size();
    }
  }

  private static ExecutionEvent event(long sequence, KindCase kind) {
    return TestEvents.of(WALLET, sequence, kind);
  }

  private void start(LedgerPartitions.End... ends) {
    log.takeOver();
    log.start(EPOCH, List.of(ends));
  }

  private void written(long sequence, KindCase kind) {
    log.written(WALLET, sequence, event(sequence, kind));
  }

  private boolean marked(long sequence) throws InterruptedException {
    return log.awaitMark(WALLET, sequence, LONG);
  }

  /** What was committed, in words. */
  private static List<String> committed(MockProducer<byte[], byte[]> producer) {
    var words = new ArrayList<String>();
    for (var record : producer.history()) {
      assertThat(record.partition()).isEqualTo(PARTITION);
      words.add(words(record));
    }
    return words;
  }

  private static String words(ProducerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(Topics.EXECUTIONS.name())) {
        return "event " + ExecutionRecord.parseFrom(record.value()).getExecution().getSequence();
      }
      assertThat(record.topic()).isEqualTo(Topics.SIGNER_MARKS.name());
      var mark = SignerMarks.parseFrom(record.value());
      if (mark.hasState()) {
        return new String(record.key(), UTF_8) + " " + mark.getState().getNextOffset();
      }
      return mark.hasHot()
          ? "hot " + mark.getHot().getSequence() + " at " + mark.getHot().getSlot()
          : new String(record.key(), UTF_8) + " of " + mark.getStanding().getOwner();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void anEventAndTheMarkThatCoversItAreOneTransaction() throws Exception {
    start();
    marks.saw(WALLET, 70);
    written(1, SIGNED);
    assertThat(marked(1)).isTrue();
    assertThat(committed(made(0))).containsExactly("event 1", "hot 1 at 70");
    assertThat(made(0).commitCount()).isEqualTo(1);
    assertThat(marks.of(WALLET).hot()).isEqualTo(new HotMark(1, 70));
  }

  /**
   * Committed by a worker that lost the partition while the next one already read where it ends.
   */
  @Test
  void anEventThatIsWaitedForAndNotHereIsLookedForInTheLedger() throws Exception {
    start();
    ledger.events.put(1L, event(1, SIGNED));
    assertThat(marked(1)).isTrue();
    assertThat(committed(made(0))).containsExactly("event 1", "hot 1 at 0");
  }

  static List<RuntimeException> failures() {
    return List.of(new KafkaException("no answer"), new IllegalStateException("closed"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void nothingIsMarkedBeforeItIsCommitted(RuntimeException failure) throws Exception {
    log.takeOver();
    made(0).commitTransactionException = failure;
    log.start(EPOCH, List.of());
    written(1, SIGNED);
    assertThat(marked(1)).isTrue();
    assertThat(count()).isEqualTo(2);
    assertThat(committed(made(1))).containsExactly("event 1", "hot 1 at 0");
    assertThat(made(0).closed()).isTrue();
  }

  @Test
  void aStandingMarkIsWrittenWithThePositionItCameFromAndAcknowledged() throws Exception {
    start();
    marks.tookState(41);
    marks.raise(new Snapshot(WALLET, "owner", "localnet", 1, List.of(), List.of()));
    written(1, SIGNED);
    assertThat(marked(1)).isTrue();
    assertThat(committed(made(0))).contains("standing:wallet of owner", "state 41");
    assertThat(marks.acknowledged(WALLET).version()).isEqualTo(1);
  }

  @Test
  void aStandingMarkThatWasNotCommittedIsWrittenAgain() throws Exception {
    log.takeOver();
    made(0).commitTransactionException = new KafkaException("no answer");
    marks.raise(new Snapshot(WALLET, "owner", "localnet", 1, List.of(), List.of()));
    log.start(EPOCH, List.of());
    written(1, SIGNED);
    assertThat(marked(1)).isTrue();
    assertThat(committed(made(1))).contains("standing:wallet of owner");
  }

  @Test
  void whoeverIsShutOutByANewerProducerWritesNoMore() throws Exception {
    start();
    ledger.held = false;
    made(0).fenceProducer();
    written(1, SIGNED);
    assertThat(marked(1)).as("it ends instead").isFalse();
    assertThat(count()).as("no new producer shuts out the newer holder").isEqualTo(1);
    assertThat(made(0).history()).isEmpty();
  }

  @Test
  void whoeverLosesThePartitionWhileItMakesAProducerWritesNothingWithIt() throws Exception {
    start();
    ledger.holds.add(true);
    ledger.held = false;
    made(0).fenceProducer();
    written(1, SIGNED);
    assertThat(marked(1)).isFalse();
    assertThat(count()).isEqualTo(2);
    assertThat(made(1).history()).isEmpty();
    assertThat(made(1).transactionInFlight()).isFalse();
  }

  @Test
  void theHolderMakesAProducerAnewAndGoesOn() throws Exception {
    start();
    made(0).fenceProducer();
    written(1, SIGNED);
    assertThat(marked(1)).isTrue();
    assertThat(committed(made(1))).containsExactly("event 1", "hot 1 at 0");
  }

  @Test
  void whatAnEarlierHolderLeftUnpublishedComesFirst() throws Exception {
    marks.load(WALLET, new HotMark(2, 9));
    ledger.events.put(2L, event(2, SUBMITTED));
    ledger.events.put(3L, event(3, CONFIRMED));
    start(new LedgerPartitions.End(WALLET, 3, 1, 2, 0));
    written(4, SIGNED);
    assertThat(marked(4)).isTrue();
    assertThat(committed(made(0)).stream().filter(w -> w.startsWith("event")))
        .containsExactly("event 3", "event 4");
  }

  @Test
  void aWalletWithoutAMarkStartsAtTheFirstEventThatIsKept() throws Exception {
    ledger.events.put(8L, event(8, CONFIRMED));
    start(new LedgerPartitions.End(WALLET, 8, 8, 0, 0));
    assertThat(marked(8)).isTrue();
    assertThat(committed(made(0))).containsExactly("event 8", "hot 8 at 0");
  }

  @Test
  void anEventWhoseAnswerWasLostIsLookedForInTheLedger() throws Exception {
    start();
    ledger.failures.add(new LedgerUnavailableException(new SQLException("away")));
    ledger.events.put(1L, event(1, SIGNED));
    log.missed(WALLET);
    assertThat(marked(1)).isTrue();
    assertThat(committed(made(0))).containsExactly("event 1", "hot 1 at 0");
  }

  @Test
  void aGapIsFilledFromTheLedger() throws Exception {
    start();
    ledger.events.put(1L, event(1, SIGNED));
    ledger.events.put(2L, event(2, CONFIRMED));
    written(2, CONFIRMED);
    assertThat(marked(2)).isTrue();
    assertThat(committed(made(0))).containsExactly("event 1", "event 2", "hot 2 at 0");
  }

  @Test
  void closingEndsTheWaitForAMark() throws Exception {
    start();
    log.close();
    assertThat(marked(1)).isFalse();
    assertThat(Objects.requireNonNull(new ArrayDeque<>(producers).peek()).closed()).isTrue();
  }
}

package io.quantumvault.policy.topology;

import io.quantumvault.policy.inbound.ExecutionReader;
import io.quantumvault.policy.inbound.ExecutionReader.ReadExecution;
import io.quantumvault.policy.inbound.SignalReader;
import io.quantumvault.policy.inbound.SnapshotReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import io.quantumvault.policy.inbound.UnreadableStateKey;
import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.policy.outbound.RejectionWriter;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One processor for the three topics of a wallet, so that snapshots, execution steps and signals of
 * one wallet meet in one task and one store, one after the other.
 */
final class WalletProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  static final Duration OLD_RESERVATION = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(WalletProcessor.class);

  private final Set<String> origins;
  private final IntentWriter intents;
  private final StageMetrics metrics;
  private final InstantSource clock;
  private @Nullable Running running;

  WalletProcessor(
      Set<String> origins, IntentWriter intents, StageMetrics metrics, InstantSource clock) {
    this.origins = origins;
    this.intents = intents;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What exists only while the task runs. */
  private record Running(
      ProcessorContext<byte[], byte[]> context, WalletStore store, WalletStage stage) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    var store = new WalletStore(context.getStateStore(WalletStore.NAME));
    var global =
        new GlobalReadings(
            context.getStateStore(PriceProcessor.STORE),
            context.getStateStore(PlatformProcessor.STORE));
    running =
        new Running(
            context, store, new WalletStage(store, global, new SnapshotReader(origins), metrics));
    context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, at -> watchReservations());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var now = running();
    var from = now.context().recordMetadata().orElseThrow();
    if (from.topic().equals(Topics.SIGNALS.name())) {
      signal(now, record);
      return;
    }
    var wallet =
        SnapshotReader.wallet(record.key())
            .orElseThrow(
                () -> new UnreadableStateKey(from.topic(), from.partition(), from.offset()));
    try {
      if (from.topic().equals(Topics.EXECUTION_STATE.name())) {
        now.stage().snapshot(wallet, record.value());
      } else {
        execution(now, wallet, ExecutionReader.read(wallet, record.value()));
      }
    } catch (UnreadableRecord e) {
      now.stage().unreadable(wallet);
      metrics.alarm("unreadable-state");
      logUnreadable(from, e);
      deadLetter(now, record, PolicyTopology.deadLettersOf(from.topic()));
    }
  }

  private void execution(Running now, String wallet, ReadExecution read) {
    switch (read) {
      case ReadExecution.Step step -> now.stage().step(wallet, step.step());
      case ReadExecution.Observation seen ->
          now.stage().observation(wallet, seen.botId(), seen.account());
      case ReadExecution.WithoutOpening without -> metrics.dropped("account-without-opening");
    }
  }

  private void signal(Running now, Record<byte[], byte[]> record) {
    Signal signal = null;
    try {
      signal = SignalReader.message(record.value());
      var wallet =
          SignalReader.wallet(record.key())
              .orElseThrow(() -> new UnreadableRecord("the key is no wallet"));
      decided(now, record, wallet, signal);
    } catch (UnreadableRecord e) {
      metrics.alarm("unreadable-signal");
      logUnreadable(now.context().recordMetadata().orElseThrow(), e);
      deadLetter(now, record, PolicyTopology.SIGNALS_DEAD_LETTERS);
      if (signal != null && SignalReader.answerable(signal)) {
        var answer = RejectionWriter.malformed(signal, Objects.toString(e.getMessage()), time());
        forward(now, record, answer.toByteArray(), PolicyTopology.REJECTIONS);
      }
    }
  }

  private void decided(Running now, Record<byte[], byte[]> record, String wallet, Signal signal)
      throws UnreadableRecord {
    var read = SignalReader.read(wallet, signal);
    switch (now.stage().signal(wallet, read, time())) {
      case SignalOutcome.Redelivered redelivered -> metrics.dropped("redelivered-signal");
      case SignalOutcome.Intended intended -> {
        metrics.approved();
        var intent = intents.write(signal, intended.intentId(), intended.approved());
        forward(now, record, intent.toByteArray(), PolicyTopology.INTENTS);
      }
      case SignalOutcome.Refused refused -> {
        metrics.rejected();
        var answer = RejectionWriter.rejected(signal, refused.rejected());
        forward(now, record, answer.toByteArray(), PolicyTopology.REJECTIONS);
      }
      case SignalOutcome.Tested tested -> {
        metrics.tested();
        var answer = RejectionWriter.testDecided(signal, tested.decision());
        forward(now, record, answer.toByteArray(), PolicyTopology.REJECTIONS);
      }
    }
  }

  /** The headers go along: they carry the trace. */
  private void forward(Running now, Record<byte[], byte[]> cause, byte[] value, String sink) {
    now.context()
        .forward(new Record<>(cause.key(), value, time().toEpochMilli(), cause.headers()), sink);
  }

  private void deadLetter(Running now, Record<byte[], byte[]> record, String sink) {
    now.context().forward(record.withTimestamp(time().toEpochMilli()), sink);
  }

  private void watchReservations() {
    var now = running();
    var limit = time().minus(OLD_RESERVATION);
    long old = now.store().sum(book -> book.reservationsOlderThan(limit));
    metrics.oldReservations(now.context().taskId().toString(), old);
    if (old > 0) {
      LOG.atWarn().addKeyValue("count", old).log("Reservations are older than five minutes");
    }
  }

  @Override
  public void close() {
    if (running != null) {
      metrics.oldReservations(running.context().taskId().toString(), 0);
    }
    running = null;
  }

  /** To the millisecond, as every record on the topics has it. */
  private Instant time() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static void logUnreadable(RecordMetadata from, UnreadableRecord fault) {
    LOG.atError()
        .addKeyValue("topic", from.topic())
        .addKeyValue("partition", from.partition())
        .addKeyValue("offset", from.offset())
        .addKeyValue("fault", fault.getMessage())
        .log("A record cannot be read");
  }

  private Running running() {
    return Objects.requireNonNull(running, "the task is not running");
  }
}

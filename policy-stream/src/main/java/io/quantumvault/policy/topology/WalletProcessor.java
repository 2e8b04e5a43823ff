package io.quantumvault.policy.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.book.Remembered;
import io.quantumvault.policy.inbound.ExecutionReader;
import io.quantumvault.policy.inbound.ExecutionReader.ReadExecution;
import io.quantumvault.policy.inbound.SignalReader;
import io.quantumvault.policy.inbound.SnapshotReader;
import io.quantumvault.policy.inbound.UnreadableRecord;
import io.quantumvault.policy.inbound.UnreadableStateKey;
import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.policy.outbound.IntentWriter.Outgoing;
import io.quantumvault.policy.outbound.RejectionWriter;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One processor for the three topics of a wallet, so that snapshots, execution steps and signals of
 * one wallet meet in one task and one store, one after the other.
 */
final class WalletProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  static final Duration OLD_RESERVATION = Duration.ofMinutes(5);

  /** Often enough for the pauses between attempts, which are whole seconds. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final int IDS_AT_ONCE = 500;
  private static final int BOOKS_AT_ONCE = 200;
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

  /** What exists only while the task runs; nothing of it survives an aborted transaction. */
  private record Running(
      ProcessorContext<byte[], byte[]> context,
      WalletStage stage,
      UpkeepDesk upkeep,
      WalletStore store,
      Sweep ids,
      BookWatch books) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<String, byte[]> bytes = context.getStateStore(WalletStore.NAME);
    var store = new WalletStore(bytes);
    var global =
        new GlobalReadings(
            context.getStateStore(PriceProcessor.STORE),
            context.getStateStore(PlatformProcessor.STORE));
    var stage = new WalletStage(store, global, new SnapshotReader(origins), metrics);
    running =
        new Running(
            context,
            stage,
            new UpkeepDesk(stage, store, metrics),
            store,
            new Sweep(bytes, StoreKeys.REMEMBERED, IDS_AT_ONCE),
            new BookWatch(new Sweep(bytes, StoreKeys.BOOK, BOOKS_AT_ONCE)));
    context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, at -> look());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var now = running();
    var from = now.context().recordMetadata().orElseThrow();
    if (from.topic().equals(Topics.SIGNALS.name())) {
      signal(now, record);
      return;
    }
    var named = SnapshotReader.wallet(record.key());
    if (named.isEmpty()
        && from.topic().equals(Topics.EXECUTIONS.name())
        && ExecutionReader.isOfNobody(record.value())) {
      metrics.dropped("forgery-without-wallet");
      return;
    }
    var wallet =
        named.orElseThrow(
            () -> new UnreadableStateKey(from.topic(), from.partition(), from.offset()));
    try {
      if (from.topic().equals(Topics.EXECUTION_STATE.name())) {
        now.stage().snapshot(wallet, record.value());
        send(now, record.key(), now.upkeep().of(wallet, time()), record.headers());
      } else {
        execution(now, wallet, record);
      }
    } catch (UnreadableRecord e) {
      unreadable(now, wallet);
      metrics.alarm("unreadable-state");
      logUnreadable(from, e);
      deadLetter(now, record, PolicyTopology.deadLettersOf(from.topic()));
    } catch (CorruptState e) {
      frozenAlone(wallet, e);
      deadLetter(now, record, PolicyTopology.deadLettersOf(from.topic()));
    }
  }

  private void unreadable(Running now, String wallet) {
    try {
      now.stage().unreadable(wallet);
    } catch (CorruptState e) {
      frozenAlone(wallet, e);
    }
  }

  private void execution(Running now, String wallet, Record<byte[], byte[]> record)
      throws UnreadableRecord {
    switch (ExecutionReader.read(wallet, record.value())) {
      case ReadExecution.Step(var step) -> {
        boolean changed = now.stage().step(wallet, step, time());
        if (changed && step.botId() != null) {
          upkeep(now, record, new StoreKeys.BotKey(wallet, step.botId()));
        }
      }
      case ReadExecution.Observation seen -> {
        now.stage().observation(wallet, seen.botId(), seen.account());
        upkeep(now, record, new StoreKeys.BotKey(wallet, seen.botId()));
      }
      case ReadExecution.WithoutOpening without -> metrics.dropped("account-without-opening");
    }
  }

  private void upkeep(Running now, Record<byte[], byte[]> record, StoreKeys.BotKey bot) {
    send(now, record.key(), now.upkeep().of(bot, time()), record.headers());
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
        forward(
            now, record.key(), answer.toByteArray(), PolicyTopology.REJECTIONS, record.headers());
      }
    }
  }

  private void decided(Running now, Record<byte[], byte[]> record, String wallet, Signal signal)
      throws UnreadableRecord {
    var read = SignalReader.read(wallet, signal);
    SignalOutcome outcome;
    try {
      outcome = now.stage().signal(wallet, read, time());
    } catch (CorruptState e) {
      frozenAlone(wallet, e);
      outcome = WalletStage.frozen(read, time());
    }
    switch (outcome) {
      case SignalOutcome.Redelivered redelivered -> metrics.dropped("redelivered-signal");
      case SignalOutcome.Intended(var approved) -> {
        metrics.approved();
        send(now, record.key(), approved, record.headers());
        upkeep(now, record, new StoreKeys.BotKey(wallet, read.alert().botId()));
      }
      case SignalOutcome.Refused(var request, var rejected) -> {
        metrics.rejected();
        var answer = RejectionWriter.rejected(signal, request, rejected);
        forward(
            now, record.key(), answer.toByteArray(), PolicyTopology.REJECTIONS, record.headers());
      }
      case SignalOutcome.Tested(var request, var decision) -> {
        metrics.tested();
        var answer = RejectionWriter.testDecided(signal, request, decision);
        forward(
            now, record.key(), answer.toByteArray(), PolicyTopology.REJECTIONS, record.headers());
      }
    }
  }

  private void send(Running now, byte[] key, List<Outgoing> outgoing, Headers headers) {
    for (var one : outgoing) {
      var intent = intents.write(one, time());
      forward(now, key, intent.toByteArray(), PolicyTopology.INTENTS, headers);
    }
    if (!outgoing.isEmpty()) {
      now.context().commit(); // the signer reads only what is committed
    }
  }

  /** The headers go along: they carry the trace. */
  private void forward(Running now, byte[] key, byte[] value, String sink, Headers headers) {
    now.context().forward(new Record<>(key, value, time().toEpochMilli(), headers), sink);
  }

  private void deadLetter(Running now, Record<byte[], byte[]> record, String sink) {
    now.context().forward(record.withTimestamp(time().toEpochMilli()), sink);
  }

  /** What time makes due: next attempts, forgotten ids, a look at old reservations. */
  private void look() {
    var now = running();
    now.ids()
        .forget(
            time(),
            (bot, id) -> forget(now, bot, id),
            () -> metrics.alarm("corrupt-remembered-id"));
    now.books().look(time().minus(OLD_RESERVATION));
    metrics.oldReservations(now.context().taskId().toString(), now.books().oldReservations());
    for (var bot : now.books().found()) {
      attend(now, bot);
    }
    for (var bot : now.upkeep().waiting()) {
      attend(now, bot);
    }
  }

  private void forget(Running now, StoreKeys.BotKey bot, Remembered id) {
    try {
      var book = now.store().book(bot.wallet(), bot.botId());
      book.forgot(id);
      now.store().put(bot.wallet(), bot.botId(), book);
    } catch (CorruptState e) {
      frozenAlone(bot.wallet(), e);
    }
  }

  private void attend(Running now, StoreKeys.BotKey bot) {
    try {
      var key = bot.wallet().getBytes(US_ASCII);
      send(now, key, now.upkeep().of(bot, time()), new RecordHeaders());
    } catch (CorruptState e) {
      frozenAlone(bot.wallet(), e);
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

  private void frozenAlone(String wallet, CorruptState fault) {
    metrics.alarm("corrupt-wallet");
    LOG.atError()
        .addKeyValue("agentWallet", wallet)
        .addKeyValue("fault", fault.getMessage())
        .log("What is stored of a wallet cannot be read; it alone stands still");
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

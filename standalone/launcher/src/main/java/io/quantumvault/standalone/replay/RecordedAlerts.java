package io.quantumvault.standalone.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.policy.replay.History;
import io.quantumvault.policy.replay.Window;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.standalone.records.CommittedTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What Kafka holds of one bot's alerts and what was decided of them. */
public final class RecordedAlerts {
  /** The clocks of ingest and stage may differ by so much, generously. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

  private static final List<Integer> PARTITIONS =
      IntStream.range(0, Topics.WALLET_PARTITIONS).boxed().toList();

  private final CommittedTopics topics;

  /** Takes the topics as the user that replays may read them. */
  public RecordedAlerts(CommittedTopics topics) {
    this.topics = topics;
  }

  private interface Taken {
    void take(byte[] value) throws InvalidProtocolBufferException;
  }

  /**
   * Those of a bot that were received within a window.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker cannot be read
   */
  public History of(UUID botId, Window window) {
    var bot = botId.toString();
    var since = since(window);
    var history = new History(window);
    // Alerts first: then all that is decided meanwhile finds its alert.
    read(
        Topics.SIGNALS,
        since,
        value -> {
          var signal = Signal.parseFrom(value);
          if (signal.getBotId().equals(bot)) {
            history.signal(signal);
          }
        });
    read(
        Topics.INTENTS,
        since,
        value -> {
          var intent = TradeIntentPayload.parseFrom(TradeIntent.parseFrom(value).getPayload());
          if (intent.getBotId().equals(bot)) {
            history.intent(intent);
          }
        });
    read(
        Topics.REJECTIONS,
        since,
        value -> {
          var answer = RejectionRecord.parseFrom(value);
          if (botOf(answer).equals(bot)) {
            history.answer(answer);
          }
        });
    return history;
  }

  private static String botOf(RejectionRecord answer) {
    return switch (answer.getRecordCase()) {
      case REJECTED -> answer.getRejected().getBotId();
      case TESTED -> answer.getTested().getBotId();
      case RECORD_NOT_SET -> "";
    };
  }

  private static @Nullable Instant since(Window window) {
    return window.from().isBefore(Instant.EPOCH.plus(CLOCKS_APART))
        ? null
        : window.from().minus(CLOCKS_APART);
  }

  private void read(Topics.Topic topic, @Nullable Instant since, Taken taken) {
    topics.read(topic, PARTITIONS, since, record -> take(taken, record));
  }

  private static void take(Taken taken, ConsumerRecord<byte[], byte[]> record) {
    try {
      taken.take(record.value());
    } catch (InvalidProtocolBufferException e) {
      // No service could read it either; it is in the reader's dead letters, and decided nothing.
      return;
    }
  }
}

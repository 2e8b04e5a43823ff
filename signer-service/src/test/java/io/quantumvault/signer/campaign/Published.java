package io.quantumvault.signer.campaign;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.SignerMarks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What signers told through Kafka, as its readers see it. */
final class Published {
  private final Map<String, Long> marked = new ConcurrentHashMap<>();
  private final Map<String, List<ExecutionEvent>> published = new ConcurrentHashMap<>();
  private final Consumer<String> breaks;

  Published(Consumer<String> breaks) {
    this.breaks = breaks;
  }

  /** What Kafka has from now on. */
  void appended(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(Topics.SIGNER_MARKS.name())) {
        var mark = SignerMarks.parseFrom(record.value());
        if (mark.hasHot()) {
          marked.merge(mark.getAgentWallet(), mark.getHot().getSequence(), Math::max);
        }
      } else if (record.topic().equals(Topics.EXECUTIONS.name())) {
        var event = ExecutionRecord.parseFrom(record.value());
        if (event.hasExecution()) {
          published
              .computeIfAbsent(
                  event.getExecution().getAgentWallet(), w -> new CopyOnWriteArrayList<>())
              .add(event.getExecution());
        }
      }
    } catch (InvalidProtocolBufferException e) {
      breaks.accept("a record cannot be read: " + record.topic());
    }
  }

  /** The mark that Kafka acknowledged last. */
  long marked(String wallet) {
    return marked.getOrDefault(wallet, 0L);
  }

  /** The highest number that was told. */
  long last(String wallet) {
    return published.getOrDefault(wallet, List.of()).stream()
        .mapToLong(ExecutionEvent::getSequence)
        .max()
        .orElse(0);
  }

  /**
   * By number: none is missing, none says two things, and the ledger's are all there.
   *
   * @param intentOf is told which intents the signatures are of
   * @param whole whether the ledger was never set back
   */
  void judge(String wallet, List<LedgerRow> rows, Map<String, UUID> intentOf, boolean whole) {
    var byNumber = new TreeMap<Long, String>();
    long next = 1;
    for (var event : published.getOrDefault(wallet, List.of())) {
      var known = byNumber.putIfAbsent(event.getSequence(), event.getEnvelope().getEventId());
      if (known != null && !known.equals(event.getEnvelope().getEventId())) {
        breaks.accept("event " + event.getSequence() + " of a wallet was published as two events");
      }
      if (known == null && event.getSequence() != next) {
        breaks.accept("event " + event.getSequence() + " was published where " + next + " was due");
      }
      next = Math.max(next, event.getSequence() + 1);
      Told.transaction(event)
          .ifPresent(signed ->
              intentOf.putIfAbsent(signed.getSignature(), UUID.fromString(event.getIntentId())));
    }
    if (whole) {
      var told = new HashSet<String>();
      published
          .getOrDefault(wallet, List.of())
          .forEach(event -> told.add(event.getIntentId() + " " + event.getKindCase()));
      for (var row : rows) {
        if (!told.contains(row.intentId() + " " + row.state())) {
          breaks.accept(
              "the end of intent " + row.intentId() + ", " + row.state() + ", was not told");
        }
      }
    }
  }
}

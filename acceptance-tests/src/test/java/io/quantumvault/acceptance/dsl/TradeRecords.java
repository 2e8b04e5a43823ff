package io.quantumvault.acceptance.dsl;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Everything that the topics say of decisions and trades since the system began, as a reader who
 * may be told the same event twice takes it.
 */
public final class TradeRecords implements AutoCloseable {
  private final TopicReader topics;
  private final Map<String, List<TradeIntentPayload>> intents = new HashMap<>();
  private final Map<String, List<SignalRejected>> rejections = new HashMap<>();
  private final Map<String, SortedMap<Long, ExecutionEvent>> events = new HashMap<>();
  private final Map<String, List<ExecutionEvent>> ofIntent = new HashMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private long count;

  /** From the topics' beginnings. */
  public TradeRecords(Map<String, Object> user) {
    topics =
        new TopicReader(
            user,
            List.of(Topics.INTENTS.name(), Topics.REJECTIONS.name(), Topics.EXECUTIONS.name()));
  }

  /** Reads up to the present end. */
  public void catchUp() {
    for (var entry : topics.fresh()) {
      try {
        take(entry);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("a record of " + entry.topic() + " cannot be read", e);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> entry) throws InvalidProtocolBufferException {
    if (entry.topic().equals(Topics.INTENTS.name())) {
      var intent = TradeIntentPayload.parseFrom(TradeIntent.parseFrom(entry.value()).getPayload());
      count++;
      intents.computeIfAbsent(intent.getSignalId(), signal -> new ArrayList<>()).add(intent);
    } else if (entry.topic().equals(Topics.REJECTIONS.name())) {
      // An answer to a dry run is the end of no alert that was to trade.
      var answer = RejectionRecord.parseFrom(entry.value());
      if (answer.hasRejected()) {
        count++;
        rejections
            .computeIfAbsent(answer.getRejected().getSignalId(), signal -> new ArrayList<>())
            .add(answer.getRejected());
      }
    } else {
      var record = ExecutionRecord.parseFrom(entry.value());
      if (record.hasExecution()) {
        take(record.getExecution());
      }
    }
  }

  /** The place in its wallet's sequence tells one event from another. */
  private void take(ExecutionEvent event) {
    var before =
        events
            .computeIfAbsent(event.getAgentWallet(), wallet -> new TreeMap<>())
            .putIfAbsent(event.getSequence(), event);
    if (before == null) {
      count++;
      ofIntent.computeIfAbsent(event.getIntentId(), intent -> new ArrayList<>()).add(event);
    } else if (!before.equals(event)) {
      contradictions.add(
          "event %d of %s is told in two ways"
              .formatted(event.getSequence(), event.getAgentWallet()));
    }
  }

  /** How many different ones there are. */
  public long count() {
    return count;
  }

  /** Events that were published again as something else. */
  public List<String> contradictions() {
    return contradictions;
  }

  /** All approved intents. */
  public Collection<TradeIntentPayload> intents() {
    return intents.values().stream().flatMap(List::stream).toList();
  }

  /** What an alert was approved as, in order; more than one where it was tried again. */
  public List<TradeIntentPayload> intents(String signalId) {
    return intents.getOrDefault(signalId, List.of());
  }

  /** Why an alert was refused before the signer. */
  public List<SignalRejected> rejections(String signalId) {
    return rejections.getOrDefault(signalId, List.of());
  }

  /** A wallet's events by their numbers. */
  public SortedMap<Long, ExecutionEvent> events(String agentWallet) {
    return events.getOrDefault(agentWallet, new TreeMap<>());
  }

  /** The kinds of an intent's events, in order. */
  public List<KindCase> told(String intentId) {
    return ofIntent.getOrDefault(intentId, List.of()).stream()
        .map(ExecutionEvent::getKindCase)
        .toList();
  }

  /** The ends of an intent: one, if all is well. */
  public List<ExecutionEvent> ends(String intentId) {
    return ofIntent.getOrDefault(intentId, List.of()).stream().filter(Told::isEnd).toList();
  }

  @Override
  public void close() {
    topics.close();
  }
}

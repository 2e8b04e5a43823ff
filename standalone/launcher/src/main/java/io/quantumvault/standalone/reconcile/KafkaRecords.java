package io.quantumvault.standalone.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** What Kafka knows of wallets: their marks, the events of their ledger, their intents. */
final class KafkaRecords {
  private final Connections connections;

  KafkaRecords(Connections connections) {
    this.connections = connections;
  }

  private interface Taken {
    void take(ConsumerRecord<byte[], byte[]> record) throws InvalidProtocolBufferException;
  }

  /** The partition of a wallet in every topic that is keyed by wallets. */
  static int partition(String agentWallet) {
    return BuiltInPartitioner.partitionForKey(
        agentWallet.getBytes(UTF_8), Topics.WALLET_PARTITIONS);
  }

  /** The marks of all wallets, by name. */
  Map<String, KnownMarks> marks() {
    return marks(IntStream.range(0, Topics.WALLET_PARTITIONS).boxed().toList());
  }

  /** The marks of one wallet. */
  KnownMarks marks(String agentWallet) {
    return marks(List.of(partition(agentWallet)))
        .getOrDefault(agentWallet, new KnownMarks(agentWallet, 0, null));
  }

  private Map<String, KnownMarks> marks(List<Integer> partitions) {
    var all = new TreeMap<String, KnownMarks>();
    read(
        Topics.SIGNER_MARKS,
        partitions,
        record -> {
          add(SignerMarks.parseFrom(record.value()), all);
        });
    return all;
  }

  /** Adds what a record says of a wallet; a partition's own, such as its position, says nothing. */
  static void add(SignerMarks mark, Map<String, KnownMarks> to) {
    var wallet = mark.getAgentWallet();
    var known = to.getOrDefault(wallet, new KnownMarks(wallet, 0, null));
    switch (mark.getMarkCase()) {
      case HOT -> to.put(wallet, known.withPublished(mark.getHot().getSequence()));
      case STANDING -> to.put(wallet, known.with(mark.getStanding()));
      case STATE, MARK_NOT_SET -> {
        return;
      }
    }
  }

  /**
   * The events of a wallet that pass, in the order they were published; those that are misshapen
   * left out, as if they were not there.
   */
  List<ExecutionEvent> events(String agentWallet, Predicate<ExecutionEvent> wanted) {
    var key = agentWallet.getBytes(UTF_8);
    var found = new ArrayList<ExecutionEvent>();
    read(
        Topics.EXECUTIONS,
        List.of(partition(agentWallet)),
        record -> {
          if (Arrays.equals(key, record.key())) {
            var execution = ExecutionRecord.parseFrom(record.value());
            if (execution.hasExecution()
                && Believed.event(execution.getExecution(), agentWallet)
                && wanted.test(execution.getExecution())) {
              found.add(execution.getExecution());
            }
          }
        });
    return found;
  }

  /**
   * Those of these intents that intents-v1 has; the first record of each that may be believed.
   *
   * @param wanted an event of each intent, which a record must not contradict
   */
  Map<UUID, SourcedIntent> intents(String agentWallet, Map<UUID, ExecutionEvent> wanted) {
    var key = agentWallet.getBytes(UTF_8);
    var found = new HashMap<UUID, SourcedIntent>();
    read(
        Topics.INTENTS,
        List.of(partition(agentWallet)),
        record -> {
          if (Arrays.equals(key, record.key())) {
            var payload =
                TradeIntentPayload.parseFrom(TradeIntent.parseFrom(record.value()).getPayload());
            var id = UUID.fromString(payload.getIntentId());
            var event = wanted.get(id);
            if (event != null && Believed.intent(payload, event)) {
              found.putIfAbsent(
                  id, new SourcedIntent(record.partition(), record.offset(), payload));
            }
          }
        });
    return found;
  }

  /**
   * From the beginning to the end that the partitions have now; what cannot be read is left out.
   */
  private void read(Topics.Topic topic, List<Integer> numbers, Taken taken) {
    connections.topics().read(topic, numbers, null, record -> take(taken, record));
  }

  private static void take(Taken taken, ConsumerRecord<byte[], byte[]> record) {
    try {
      taken.take(record);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // Forged or misshapen: the signer refused it under where it came from, and no id of it
      // counts.
      return;
    }
  }
}

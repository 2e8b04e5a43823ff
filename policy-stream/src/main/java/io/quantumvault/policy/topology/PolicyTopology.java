package io.quantumvault.policy.topology;

import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.schemas.Topics;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stage's graph. Records pass as bytes and are read inside the processors, so that one that
 * cannot be read is dealt with in the same transaction as everything else.
 */
public final class PolicyTopology {
  static final String INTENTS = "intents";
  static final String REJECTIONS = "rejections";
  static final String SIGNALS_DEAD_LETTERS = "signals-dead-letters";
  private static final String STATE_DEAD_LETTERS = "execution-state-dead-letters";
  private static final String EXECUTIONS_DEAD_LETTERS = "executions-dead-letters";
  private static final String WALLETS = "wallets";

  private PolicyTopology() {}

  /**
   * Builds the graph, without side effects.
   *
   * @param origins the domains at which owners may have signed grants
   * @param clock what every age, deadline and day is measured with
   */
  public static Topology buildTopology(
      Set<String> origins, IntentWriter intents, StageMetrics metrics, InstantSource clock) {
    var topology = new Topology();
    global(topology, metrics);
    source(topology, "signals", Topics.SIGNALS, false);
    source(topology, "execution-state", Topics.EXECUTION_STATE, true);
    source(topology, "executions", Topics.EXECUTIONS, true);
    topology.addProcessor(
        WALLETS,
        () -> new WalletProcessor(origins, intents, metrics, clock),
        "signals",
        "execution-state",
        "executions");
    topology.addStateStore(walletStore(), WALLETS);
    sink(topology, INTENTS, Topics.INTENTS);
    sink(topology, REJECTIONS, Topics.REJECTIONS);
    sink(topology, SIGNALS_DEAD_LETTERS, Topics.SIGNALS.deadLetters());
    sink(topology, STATE_DEAD_LETTERS, Topics.EXECUTION_STATE.deadLetters());
    sink(topology, EXECUTIONS_DEAD_LETTERS, Topics.EXECUTIONS.deadLetters());
    return topology;
  }

  static String deadLettersOf(String topic) {
    return topic.equals(Topics.EXECUTION_STATE.name())
        ? STATE_DEAD_LETTERS
        : EXECUTIONS_DEAD_LETTERS;
  }

  private static void global(Topology topology, StageMetrics metrics) {
    topology.addGlobalStore(
        inMemory(PriceProcessor.STORE),
        "prices",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topics.PRICES.name(),
        "newest-prices",
        () -> new PriceProcessor(metrics));
    topology.addGlobalStore(
        inMemory(PlatformProcessor.STORE),
        "platform-state",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topics.PLATFORM_STATE.name(),
        "newest-platform-state",
        () -> new PlatformProcessor(metrics));
  }

  /** Read anew from its topic at each start, through the same processor. */
  private static StoreBuilder<KeyValueStore<String, byte[]>> inMemory(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> walletStore() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(WalletStore.NAME), Serdes.String(), Serdes.ByteArray())
        // A burst on one wallet writes its book to the changelog once a commit, not once a signal.
        .withCachingEnabled()
        .withLoggingEnabled(Map.of("segment.ms", "60000", "min.cleanable.dirty.ratio", "0.1"));
  }

  private static void source(
      Topology topology, String name, Topics.Topic topic, boolean stateFirst) {
    var key = new ByteArrayDeserializer();
    var value = new ByteArrayDeserializer();
    if (stateFirst) {
      topology.addSource(
          AutoOffsetReset.earliest(), name, new StateFirst(), key, value, topic.name());
    } else {
      topology.addSource(AutoOffsetReset.earliest(), name, key, value, topic.name());
    }
  }

  private static void sink(Topology topology, String name, Topics.Topic topic) {
    topology.addSink(
        name, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), WALLETS);
  }
}

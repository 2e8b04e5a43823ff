package io.quantumvault.policy.stream;

import io.quantumvault.kit.kafka.KafkaClients;
import io.quantumvault.schemas.Principal;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** How the stream runs: exactly once, quickly committed, and stopping where it cannot be right. */
final class StreamSettings {
  private StreamSettings() {}

  static Properties of(PolicySettings settings) {
    var all = new Properties();
    all.putAll(KafkaClients.properties(settings.kafka()));
    processing(all, settings);
    exactlyOnce(all, settings.policy());
    membership(all, settings.policy());
    return all;
  }

  private static void processing(Properties all, PolicySettings settings) {
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, Principal.POLICY.userName());
    all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.policy().streamThreads());
    all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // With 0 a task still waits for records that the broker has of its other topics, so a backlog
    // of state is taken before the signals beside it; more would delay each signal by that much.
    all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
    all.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailExceptionHandler.class);
    all.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class);
    // The constant of this name is already marked as going away with the next major version.
    all.put("processing.exception.handler.global.enabled", true);
    all.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DefaultProductionExceptionHandler.class);
  }

  private static void exactlyOnce(Properties all, PolicySettings.Policy policy) {
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, policy.commitInterval().toMillis());
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, policy.replicationFactor());
    all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, policy.standbyReplicas());
    all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    // More in flight without lingering makes transactional producers retry out of sequence.
    all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    // What a killed instance left open is aborted after this, and readers wait for it until then.
    all.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 3_000);
  }

  private static void membership(Properties all, PolicySettings.Policy policy) {
    // A restart under the same name gets its partitions back without a rebalance.
    all.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        Principal.POLICY.userName() + "-" + policy.instanceId());
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 8_000);
    all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
    all.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        KafkaClients.FETCH_MAX_WAIT_MS);
  }
}

package io.quantumvault.policy.stream;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** Makes the stream of a topology, not yet started. */
public final class PolicyStreams {
  private PolicyStreams() {}

  /** With the settings of {@code stream} and nothing else. */
  public static KafkaStreams of(Topology topology, PolicySettings settings) {
    return new KafkaStreams(topology, StreamSettings.of(settings));
  }
}

package io.quantumvault.policy.stream;

import io.quantumvault.kit.management.Health;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/** Whether the stage decides. */
public final class PolicyHealth implements Health {
  private final KafkaStreams streams;

  public PolicyHealth(KafkaStreams streams) {
    this.streams = streams;
  }

  /** Its stores are warm and it takes signals. */
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** It can still get ready; otherwise it has to be started anew. */
  public boolean alive() {
    return streams.state() != KafkaStreams.State.ERROR
        && streams.state() != KafkaStreams.State.PENDING_ERROR
        && !streams.state().hasCompletedShutdown();
  }

  @Override
  public List<String> hindrances() {
    return ready() ? List.of() : List.of("stream is " + state());
  }

  @Override
  public List<String> defects() {
    return alive() ? List.of() : List.of("stream is " + state());
  }

  /** The stream's own word for its state. */
  public String state() {
    return streams.state().name();
  }
}

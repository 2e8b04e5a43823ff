package io.quantumvault.policy.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The stage's settings; secrets are files. Nothing secret has a default.
 *
 * @param stateDir where the stage keeps its copy of its state; may be lost, comes back from Kafka
 */
@ConfigurationProperties("quantumvault")
public record PolicySettings(Kafka kafka, Keys keys, Path stateDir, Policy policy) {

  public PolicySettings {
    require(kafka, "kafka.bootstrap-servers");
    require(keys, "keys.dir");
    require(stateDir, "state-dir");
    require(policy, "policy.origins");
  }

  private static void require(@Nullable Object value, String name) {
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException("quantumvault." + name + " is not set");
    }
  }

  /** The brokers, and the SCRAM user {@code policy-stream}. */
  public record Kafka(String bootstrapServers, String username, Path passwordFile) {
    public Kafka {
      require(bootstrapServers, "kafka.bootstrap-servers");
      require(username, "kafka.username");
      require(passwordFile, "kafka.password-file");
    }
  }

  /**
   * Where the stage's keys are.
   *
   * @param dir the folder that holds {@code intent-signing.key}
   */
  public record Keys(Path dir) {
    public Keys {
      require(dir, "keys.dir");
    }
  }

  /**
   * How the stage runs.
   *
   * @param origins the domains at which owners may have signed, such as {@code localhost:8080}
   * @param commitInterval of the exactly-once transactions: 5 to 20 ms
   * @param streamThreads threads of this instance
   * @param instanceId a name that this instance keeps over restarts
   * @param replicationFactor of the changelog; -1 is the broker's own default
   * @param standbyReplicas warm copies of the state on other instances
   */
  public record Policy(
      Set<String> origins,
      @DefaultValue("10ms") Duration commitInterval,
      @DefaultValue("1") int streamThreads,
      @DefaultValue("1") String instanceId,
      @DefaultValue("-1") int replicationFactor,
      @DefaultValue("0") int standbyReplicas) {

    public Policy {
      if (origins == null || origins.isEmpty()) {
        throw new IllegalArgumentException(
            "quantumvault.policy.origins is not set: no grant could be verified");
      }
      if (commitInterval.toMillis() < 1 || commitInterval.toMillis() > 1000) {
        throw new IllegalArgumentException(
            "quantumvault.policy.commit-interval must lie between 1 ms and 1 s");
      }
      if (streamThreads < 1) {
        throw new IllegalArgumentException("quantumvault.policy.stream-threads must be positive");
      }
    }
  }
}

package io.quantumvault.policy.stream;

import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.kit.settings.KeySettings;
import io.quantumvault.kit.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The stage's settings; secrets are files. Nothing secret has a default.
 *
 * @param kafka as the user {@code policy-stream}
 * @param keys the folder that holds {@code intent-signing.key}
 * @param stateDir where the stage keeps its copy of its state; may be lost, comes back from Kafka
 */
@ConfigurationProperties("quantumvault")
public record PolicySettings(KafkaSettings kafka, KeySettings keys, Path stateDir, Policy policy) {

  public PolicySettings {
    Settings.require(kafka, "kafka.bootstrap-servers");
    Settings.require(keys, "keys.dir");
    Settings.require(stateDir, "state-dir");
    Settings.require(policy, "policy.origins");
  }

  /**
   * How the stage runs.
   *
   * @param origins the domains at which owners may have signed, such as {@code localhost:8080}
   * @param commitInterval of the exactly-once transactions; an intent is committed at once
   * @param streamThreads threads of this instance
   * @param instanceId a name that this instance keeps over restarts
   * @param replicationFactor of the changelog; -1 is the broker's own default
   * @param standbyReplicas warm copies of the state on other instances
   */
  public record Policy(
      Set<String> origins,
      @DefaultValue("50ms") Duration commitInterval,
      @DefaultValue("1") int streamThreads,
      @DefaultValue("1") String instanceId,
      @DefaultValue("-1") int replicationFactor,
      @DefaultValue("0") int standbyReplicas) {

    public Policy {
      Settings.check(
          origins != null && !origins.isEmpty(),
          "policy.origins is not set: no grant could be verified");
      Settings.check(
          commitInterval.toMillis() >= 1 && commitInterval.toMillis() <= 1000,
          "policy.commit-interval must lie between 1 ms and 1 s");
      Settings.check(streamThreads >= 1, "policy.stream-threads must be positive");
    }
  }
}

package io.quantumvault.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.policy.outbound.ServiceIntentSigner;
import io.quantumvault.policy.stream.PolicyHealth;
import io.quantumvault.policy.stream.PolicySettings;
import io.quantumvault.policy.stream.PolicyStream;
import io.quantumvault.policy.stream.PolicyStreams;
import io.quantumvault.policy.topology.PolicyTopology;
import io.quantumvault.policy.topology.StageMetrics;
import java.time.InstantSource;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the topology to its key, its settings and its life cycle. */
@Configuration(proxyBeanMethods = false)
class PolicyConfig {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyConfig.class);

  @Bean
  MeterRegistry meterRegistry() {
    return new SimpleMeterRegistry();
  }

  /** Made before any key is opened: whoever opens one takes this as a parameter. */
  @Bean
  KeyMemory keyMemory(Environment environment) {
    KeyMemory memory =
        KeyMemory.start(
            environment.getProperty(
                "quantumvault.key-memory.fallback-suffices", Boolean.class, false));
    LOG.atInfo()
        .addKeyValue("pages", memory.pagesText())
        .addKeyValue("calls", memory.callsText())
        .log("Key memory is ready");
    return memory;
  }

  /** Closed, and so wiped, after the stream has stopped. */
  @Bean
  ServiceKey intentSigningKey(PolicySettings settings, KeyMemory memory) {
    return ServiceKey.load(settings.keys().dir().resolve("intent-signing.key"));
  }

  @Bean(destroyMethod = "")
  KafkaStreams policyStreams(
      PolicySettings settings, ServiceKey key, MeterRegistry registry, InstantSource clock) {
    var topology =
        PolicyTopology.buildTopology(
            settings.policy().origins(),
            new IntentWriter(new ServiceIntentSigner(key)),
            new StageMetrics(registry),
            clock);
    return PolicyStreams.of(topology, settings);
  }

  @Bean
  PolicyStream policyStream(KafkaStreams streams) {
    return new PolicyStream(streams);
  }

  @Bean
  PolicyHealth policyHealth(KafkaStreams streams) {
    return new PolicyHealth(streams);
  }
}

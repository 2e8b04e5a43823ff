package io.quantumvault.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.kit.management.MetricsPage;
import io.quantumvault.kit.management.MicrometerPage;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the topology to its key, its settings and its life cycle. */
@Configuration(proxyBeanMethods = false)
class PolicyConfig {
  @Bean
  PrometheusMeterRegistry meters() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  @Bean
  StageMetrics alarms(MeterRegistry registry) {
    return new StageMetrics(registry);
  }

  @Bean
  MetricsPage stageMetrics(PrometheusMeterRegistry meters) {
    return new MicrometerPage(meters);
  }

  /** Closed, and so wiped, after the stream has stopped. */
  @Bean
  ServiceKey intentSigningKey(PolicySettings settings, KeyMemory memory) {
    return ServiceKey.load(settings.keys().dir().resolve("intent-signing.key"));
  }

  @Bean(destroyMethod = "")
  KafkaStreams policyStreams(
      PolicySettings settings, ServiceKey key, StageMetrics metrics, InstantSource clock) {
    var topology =
        PolicyTopology.buildTopology(
            settings.policy().origins(),
            new IntentWriter(new ServiceIntentSigner(key)),
            metrics,
            clock);
    return PolicyStreams.of(topology, settings);
  }

  @Bean
  PolicyStream policyStream(KafkaStreams streams, StageMetrics metrics) {
    return new PolicyStream(streams, metrics);
  }

  @Bean
  PolicyHealth policyHealth(KafkaStreams streams) {
    return new PolicyHealth(streams);
  }
}

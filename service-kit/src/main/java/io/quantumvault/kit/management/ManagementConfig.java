package io.quantumvault.kit.management;

import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.metrics.PrometheusText;
import io.quantumvault.kit.settings.ManagementSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The door for operators; the service brings one {@link Health} and its {@link MetricsPage}s. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ManagementSettings.class)
public class ManagementConfig {
  /** What protects keys, in every service; how key management answers, where there is one. */
  @Bean
  MetricsPage keyMetrics(ObjectProvider<KmsMetrics> kms) {
    return () ->
        kms.stream()
            .map(PrometheusText::of)
            .reduce(PrometheusText.of(KeyMemory.state()), String::concat);
  }

  @Bean
  ManagementServer managementServer(
      ManagementSettings settings, Health health, ObjectProvider<MetricsPage> metrics) {
    return new ManagementServer(settings, health, () -> metrics.orderedStream().toList());
  }
}

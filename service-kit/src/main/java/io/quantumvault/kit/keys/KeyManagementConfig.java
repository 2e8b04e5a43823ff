package io.quantumvault.kit.keys;

import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** For services that wrap or unwrap keys: the choice of a key management, and its figures. */
@Configuration(proxyBeanMethods = false)
public class KeyManagementConfig {
  @Bean
  KmsMetrics kmsMetrics() {
    return new KmsMetrics();
  }

  @Bean
  KeyManagementChoice keyManagementChoice(
      Environment environment, KeyMemory memory, KmsMetrics metrics) {
    return new KeyManagementChoice(environment, memory, metrics);
  }
}

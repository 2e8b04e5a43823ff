package io.quantumvault.keys.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.memory.SecretMemory;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  @Test
  void theModeTheSecretsAndTheCallsAreSeries() {
    KmsMetrics kms = new KmsMetrics();
    kms.add(KeyName.EXECUTION, KmsMetrics.Operation.UNWRAP, KmsMetrics.Outcome.OK, 1_500_000_000L);
    kms.addRefresh(true);
    KeyMemory memory =
        new KeyMemory(SecretMemory.Mode.LOCKED_PAGES, KeyMemory.Calls.SECRET_STACK, 3, 4, 1);

    String page = PrometheusText.of(memory) + PrometheusText.of(kms);

    assertThat(page.lines())
        .contains(
            "quantumvault_key_memory{pages=\"locked_pages\",calls=\"secret_stack\"} 1",
            "quantumvault_key_memory_secrets 3",
            "quantumvault_key_memory_stacks{state=\"busy\"} 1",
            "quantumvault_key_memory_stacks{state=\"idle\"} 3",
            "quantumvault_kms_calls_total{key=\"execution\",operation=\"unwrap\",outcome=\"ok\"} 1",
            "quantumvault_kms_seconds_total{key=\"execution\",operation=\"unwrap\",outcome=\"ok\"} 1.500000",
            "quantumvault_kms_calls_total{key=\"control\",operation=\"wrap\",outcome=\"unavailable\"} 0",
            "quantumvault_kms_refreshes_total{outcome=\"ok\"} 0",
            "quantumvault_kms_refreshes_total{outcome=\"failed\"} 1")
        .allMatch(line -> line.startsWith("# ") || line.matches("[a-z_]+(\\{[^}]*})? [0-9.]+"));
  }
}

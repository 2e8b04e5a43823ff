package io.quantumvault.keys.metrics;

import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import java.util.Locale;

/**
 * Key memory and key management in the text form that Prometheus scrapes (exposition format 0.0.4),
 * for services that carry no metrics library beside their keys. No label names an owner.
 */
public final class PrometheusText {
  /** What the text is to be served as. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double NANOS = 1e9;

  private PrometheusText() {}

  /** What protects keys, one line a series. */
  public static String of(KeyMemory memory) {
    StringBuilder page = new StringBuilder();
    head(page, "quantumvault_key_memory", "gauge", "1 for the protection that is in use");
    page.append(
        "quantumvault_key_memory{pages=\"%s\",calls=\"%s\"} 1%n"
            .formatted(memory.pagesText(), memory.callsText()));
    head(page, "quantumvault_key_memory_secrets", "gauge", "secrets open now");
    page.append("quantumvault_key_memory_secrets ").append(memory.secrets()).append('\n');
    head(page, "quantumvault_key_memory_stacks", "gauge", "secret stacks by whether one is in use");
    page.append(
        "quantumvault_key_memory_stacks{state=\"busy\"} %d%nquantumvault_key_memory_stacks{state=\"idle\"} %d%n"
            .formatted(memory.busyCallStacks(), memory.callStacks() - memory.busyCallStacks()));
    return page.toString();
  }

  /** How key management answers, one line a series; durations are in seconds. */
  public static String of(KmsMetrics kms) {
    StringBuilder page = new StringBuilder();
    head(page, "quantumvault_kms_calls_total", "counter", "calls of key management");
    for (KmsMetrics.Sum sum : kms.snapshot()) {
      series(page, "quantumvault_kms_calls_total", sum).append(sum.count()).append('\n');
    }
    head(page, "quantumvault_kms_seconds_total", "counter", "time in calls of key management");
    for (KmsMetrics.Sum sum : kms.snapshot()) {
      series(page, "quantumvault_kms_seconds_total", sum)
          .append(String.format(Locale.ROOT, "%.6f%n", sum.nanos() / NANOS));
    }
    head(page, "quantumvault_kms_refreshes_total", "counter", "keys and credentials read again");
    page.append(
        "quantumvault_kms_refreshes_total{outcome=\"ok\"} %d%nquantumvault_kms_refreshes_total{outcome=\"failed\"} %d%n"
            .formatted(kms.refreshes(), kms.failedRefreshes()));
    return page.toString();
  }

  private static void head(StringBuilder page, String name, String type, String help) {
    page.append("# HELP %s %s%n# TYPE %s %s%n".formatted(name, help, name, type));
  }

  private static StringBuilder series(StringBuilder page, String name, KmsMetrics.Sum sum) {
    return page.append(
        "%s{key=\"%s\",operation=\"%s\",outcome=\"%s\"} "
            .formatted(name, sum.key().text(), sum.operation().text(), sum.outcome().text()));
  }
}

package io.quantumvault.kit.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The figures of a service that counts with Micrometer, which it has on its own class path. */
public record MicrometerPage(PrometheusMeterRegistry meters) implements MetricsPage {
  @Override
  public String text() {
    return meters.scrape();
  }
}

package io.quantumvault.ingest;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What protects keys here and how key management answers, under the names of the other services.
 */
record KeyMeters(KmsMetrics kms) implements MeterBinder {
  private static final double NANOS = 1e9;

  @Override
  public void bindTo(MeterRegistry meters) {
    KeyMemory mode = KeyMemory.state();
    Gauge.builder("quantumvault.key.memory", () -> 1)
        .tag("pages", mode.pagesText())
        .tag("calls", mode.callsText())
        .register(meters);
    Gauge.builder("quantumvault.key.memory.secrets", () -> KeyMemory.state().secrets())
        .register(meters);
    for (KmsMetrics.Sum sum : kms.snapshot()) {
      counter(meters, "quantumvault.kms.calls", sum, KmsMetrics.Sum::count, 1);
      counter(meters, "quantumvault.kms.seconds", sum, KmsMetrics.Sum::nanos, NANOS);
    }
  }

  private void counter(
      MeterRegistry meters,
      String name,
      KmsMetrics.Sum of,
      ToLongFunction<KmsMetrics.Sum> value,
      double unit) {
    Predicate<KmsMetrics.Sum> same =
        sum ->
            sum.key() == of.key()
                && sum.operation() == of.operation()
                && sum.outcome() == of.outcome();
    FunctionCounter.builder(
            name,
            kms,
            metrics -> metrics.snapshot().stream().filter(same).mapToLong(value).sum() / unit)
        .tag("key", of.key().text())
        .tag("operation", of.operation().text())
        .tag("outcome", of.outcome().text())
        .register(meters);
  }
}

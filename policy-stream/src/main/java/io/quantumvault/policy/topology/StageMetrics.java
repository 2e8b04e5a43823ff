package io.quantumvault.policy.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What people watch: decisions, things dropped, and alarms. Names begin with {@code policy.}. */
public final class StageMetrics {
  private final MeterRegistry registry;
  private final Map<String, Long> oldReservations = new ConcurrentHashMap<>();

  public StageMetrics(MeterRegistry registry) {
    this.registry = registry;
    registry.gaugeMapSize(
        "policy.tasks.with.old.reservations",
        io.micrometer.core.instrument.Tags.empty(),
        oldReservations);
    registry.gauge(
        "policy.reservations.older.than.5m",
        oldReservations,
        counts -> counts.values().stream().mapToLong(Long::longValue).sum());
  }

  void approved() {
    counter("policy.decisions", "outcome", "approved").increment();
  }

  void rejected() {
    counter("policy.decisions", "outcome", "rejected").increment();
  }

  void tested() {
    counter("policy.decisions", "outcome", "tested").increment();
  }

  /** A redelivery, an old version, an old step: nothing is lost. */
  void dropped(String what) {
    counter("policy.dropped", "what", what).increment();
  }

  /** Somebody should look. */
  public void alarm(String what) {
    counter("policy.alarms", "what", what).increment();
  }

  void oldReservations(String task, long count) {
    if (count == 0) {
      oldReservations.remove(task);
    } else {
      oldReservations.put(task, count);
    }
  }

  private Counter counter(String name, String tag, String value) {
    return registry.counter(name, tag, value);
  }
}

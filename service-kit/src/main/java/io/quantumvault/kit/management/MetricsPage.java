package io.quantumvault.kit.management;

/** Some of a service's figures. Every bean of this kind is told at {@code /metrics}. */
@FunctionalInterface
public interface MetricsPage {
  /**
   * In the text form that Prometheus scrapes (exposition format 0.0.4). No label names an owner.
   */
  String text();
}

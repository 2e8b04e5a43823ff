package io.quantumvault.acceptance.load;

import java.io.PrintStream;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run showed.
 *
 * @param tally what became of the accepted alerts
 * @param webhookMicros planned sending to HTTP answer
 * @param signedMillis planned sending to the signer's SIGNED event
 * @param confirmedMillis planned sending to CONFIRMED
 * @param cpuSeconds of all processes during the measured part, drain included, by what they do
 */
public record LoadResult(
    LoadPlan plan,
    double preparationSeconds,
    int accepted,
    int refusedAtTheDoor,
    Tally tally,
    Histogram webhookMicros,
    Histogram signedMillis,
    Histogram confirmedMillis,
    Map<String, Double> cpuSeconds,
    double memoryMib) {
  private static final double LEAST_TOLD_MS = 0.05;

  /** A short table. */
  public void print(PrintStream out) {
    out.printf(
        "load: %d bots, %d alerts/s for %d s; prepared in %.1f s%n",
        plan.bots(), plan.alertsPerSecond(), plan.duration().toSeconds(), preparationSeconds);
    out.printf(
        "  accepted %d, refused at the door %d, ended %d, signed %d, confirmed %d, refusals %s%n",
        accepted,
        refusedAtTheDoor,
        tally.ended(),
        tally.signed(),
        tally.confirmed(),
        tally.refusals());
    tally.faults().forEach(fault -> out.println("  FAULT: " + fault));
    out.printf(
        "  webhook answer   p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        webhookMicros.getValueAtPercentile(50) / 1000.0,
        webhookMicros.getValueAtPercentile(99) / 1000.0,
        webhookMicros.getMaxValue() / 1000.0);
    latency(out, "webhook → signed   ", signedMillis);
    latency(out, "webhook → confirmed", confirmedMillis);
    double cpu = cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    out.printf("  CPU %.1f s, %.1f ms a signed trade:%n", cpu, ofOneTrade(cpu));
    cpuSeconds.forEach((name, seconds) -> {
      if (ofOneTrade(seconds) >= LEAST_TOLD_MS) {
        out.printf("    %-28s %5.2f ms%n", name, ofOneTrade(seconds));
      }
    });
    out.printf("  memory %.0f MiB%n", memoryMib);
  }

  private double ofOneTrade(double seconds) {
    return 1000 * seconds / Math.max(1, tally.signed());
  }

  private static void latency(PrintStream out, String name, Histogram millis) {
    out.printf(
        "  %s p50 %d ms, p99 %d ms, max %d ms%n",
        name,
        millis.getValueAtPercentile(50),
        millis.getValueAtPercentile(99),
        millis.getMaxValue());
  }
}

package io.quantumvault.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run measured, and what is told of it.
 *
 * @param micros from just before each commit to the poll that returned its record, in µs
 * @param cpuPercent of one core at rest, by thread of the connector
 */
record OutboxFigures(List<Long> micros, Map<String, Double> cpuPercent) {
  List<Mark> marks() {
    return List.of(
        new Mark("ms from commit to poll, p99", atPercentile(99), 25, false),
        new Mark("% of a core at rest", cpuAtRest(), 2, false));
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        "| p50 | p90 | p99 | max | commits | CPU at rest |%n|---|---|---|---|---|---|%n"
            + "| %.1f ms | %.1f ms | %.1f ms | %.1f ms | %d | %.2f %% |%n",
        atPercentile(50),
        atPercentile(90),
        atPercentile(99),
        atPercentile(100),
        micros.size(),
        cpuAtRest());
  }

  /** Every commit and every thread, so that others can reckon with it. */
  String csv() {
    StringBuilder csv = new StringBuilder("what,name,value\n");
    for (int i = 0; i < micros.size(); i++) {
      csv.append(String.format(Locale.ROOT, "commit_to_poll_us,%d,%d%n", i + 1, micros.get(i)));
    }
    cpuPercent.forEach((thread, percent) ->
        csv.append(String.format(Locale.ROOT, "cpu_at_rest_percent,%s,%.3f%n", thread, percent)));
    return csv.toString();
  }

  private double cpuAtRest() {
    return cpuPercent.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** In milliseconds, to three digits. */
  private double atPercentile(double percentile) {
    Histogram histogram = new Histogram(3);
    micros.forEach(histogram::recordValue);
    return histogram.getValueAtPercentile(percentile) / 1000.0;
  }
}

package io.quantumvault.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each arm measured in each round, and what is told of it. */
final class Rounds {
  /** One arm in one round: operations per second, bytes of heap per operation. */
  record Measured(double perSecond, double bytesPerOperation) {}

  private final Map<String, List<Measured>> byArm = new LinkedHashMap<>();

  void add(String arm, Measured measured) {
    byArm.computeIfAbsent(arm, a -> new ArrayList<>()).add(measured);
  }

  Iterable<String> arms() {
    return byArm.keySet();
  }

  double median(String arm) {
    return median(of(arm).stream().map(Measured::perSecond).toList());
  }

  double lowest(String arm) {
    return of(arm).stream().mapToDouble(Measured::perSecond).min().orElseThrow();
  }

  double highest(String arm) {
    return of(arm).stream().mapToDouble(Measured::perSecond).max().orElseThrow();
  }

  double bytes(String arm) {
    return median(of(arm).stream().map(Measured::bytesPerOperation).toList());
  }

  /** How often one arm goes into the other: the median over rounds of the ratio in that round. */
  double ratio(String arm, String reference) {
    List<Measured> above = of(arm);
    List<Measured> below = of(reference);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
      ratios.add(above.get(i).perSecond() / below.get(i).perSecond());
    }
    return median(ratios);
  }

  List<Measured> of(String arm) {
    List<Measured> rounds = byArm.get(arm);
    if (rounds == null) {
      throw new IllegalArgumentException("no arm " + arm);
    }
    return rounds;
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

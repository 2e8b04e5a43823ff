package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.price.Agreement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Which endpoints a round asks: those that are well, and as many as it takes to be heard. */
final class Endpoints {
  private static final Duration LAGGING_REST = Duration.ofSeconds(5);

  private final Instant[] laggingUntil;
  private final IntFunction<Instant> failedUntil;

  /** Takes how many there are, and until when one rests that failed. */
  Endpoints(int configured, IntFunction<Instant> failedUntil) {
    this.laggingUntil = new Instant[configured];
    Arrays.fill(laggingUntil, Instant.MIN);
    this.failedUntil = failedUntil;
  }

  /** Leaves these alone for a while. */
  void lag(Set<Integer> places, Instant now) {
    for (int place : places) {
      laggingUntil[place] = now.plus(LAGGING_REST);
    }
  }

  /** Places, those whose rest ends first filling up what a quorum lacks. */
  List<Integer> toAsk(Instant now) {
    List<Integer> byRest =
        IntStream.range(0, laggingUntil.length)
            .boxed()
            .sorted(Comparator.comparing(this::restsUntil))
            .toList();
    long awake = byRest.stream().filter(place -> !now.isBefore(restsUntil(place))).count();
    return byRest.subList(0, (int) Math.max(awake, Agreement.quorum(laggingUntil.length)));
  }

  private Instant restsUntil(int place) {
    Instant failed = failedUntil.apply(place);
    return failed.isAfter(laggingUntil[place]) ? failed : laggingUntil[place];
  }
}

package io.quantumvault.ingest.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the endpoints of one round say of a market together.
 *
 * <p>Silence is not disagreement: an endpoint that errs or lags is left out, as long as half of the
 * configured ones are left (one of one, one of two, two of three, two of four). A difference is
 * one, however many agree against it: nobody here can tell who lies.
 *
 * <p>An endpoint lags when two others are further by more than the allowed slots. One other is not
 * enough: of two, the one ahead may be the one that is wrong.
 */
public sealed interface Agreement {
  /**
   * A price.
   *
   * @param reading posted at a slot that half of the configured endpoints have reached, with the
   *     widest confidence and the oldest publish time that one of them gives
   * @param endpoints how many agree
   * @param lagging endpoints that were left out
   */
  record Agreed(PriceReading reading, int endpoints, Set<Integer> lagging) implements Agreement {}

  /**
   * Prices, or the venue's terms, differ by more than is allowed.
   *
   * @param endpoints how many of them at most agree with one of them
   */
  record Differing(int endpoints) implements Agreement {}

  /** Too few endpoints gave an answer to use; nothing is known. */
  record TooFew() implements Agreement {}

  /** What is allowed. */
  record Allowed(int disagreementBps, long lagSlots) {}

  /** How many endpoints must give a price, of so many that are configured: half of them. */
  static int quorum(int configured) {
    return (configured + 1) / 2;
  }

  /** Judges what was read of one market, at most one reading an endpoint. */
  static Agreement of(List<PriceReading> readings, int configured, Allowed allowed) {
    int quorum = quorum(configured);
    Set<Integer> lagging = lagging(readings, allowed.lagSlots());
    List<PriceReading> current =
        readings.stream().filter(reading -> !lagging.contains(reading.endpoint())).toList();
    if (current.isEmpty() || current.size() < quorum) {
      return new TooFew();
    }
    List<Integer> agreeing =
        current.stream()
            .map(one -> (int) current.stream().filter(other -> agree(one, other, allowed)).count())
            .toList();
    return agreeing.stream().allMatch(with -> with == current.size())
        ? new Agreed(reachedBy(quorum, current), current.size(), lagging)
        : new Differing(Collections.max(agreeing));
  }

  private static Set<Integer> lagging(List<PriceReading> readings, long lagSlots) {
    long second =
        readings.stream()
            .map(PriceReading::readSlot)
            .sorted(Comparator.reverseOrder())
            .skip(1)
            .findFirst()
            .orElse(0L);
    return readings.stream()
        .filter(reading -> reading.readSlot() < second - lagSlots)
        .map(PriceReading::endpoint)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean agree(PriceReading one, PriceReading other, Allowed allowed) {
    BigDecimal lower = one.price().min(other.price());
    BigDecimal apart = one.price().subtract(other.price()).abs();
    return one.terms().equals(other.terms())
        && apart
                .movePointRight(4)
                .compareTo(lower.multiply(BigDecimal.valueOf(allowed.disagreementBps())))
            <= 0;
  }

  private static PriceReading reachedBy(int quorum, List<PriceReading> current) {
    PriceReading chosen =
        current.stream()
            .sorted(Comparator.comparingLong(PriceReading::postedSlot).reversed())
            .skip(quorum - 1L)
            .findFirst()
            .orElseThrow();
    BigDecimal confidence = chosen.confidence();
    Instant publishedAt = chosen.publishedAt();
    for (PriceReading other : current) {
      if (other.postedSlot() >= chosen.postedSlot()) {
        confidence = confidence.max(other.confidence());
        publishedAt = other.publishedAt().isBefore(publishedAt) ? other.publishedAt() : publishedAt;
      }
    }
    return new PriceReading(
        chosen.endpoint(),
        chosen.price(),
        confidence,
        publishedAt,
        chosen.postedSlot(),
        chosen.readSlot(),
        chosen.terms());
  }
}

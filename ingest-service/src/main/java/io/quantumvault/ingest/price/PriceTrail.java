package io.quantumvault.ingest.price;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was published of one market, and what is to be published next. Slots only rise. Of one slot
 * the first price stays; only the doubt about it is published again, raised and lifted. What is not
 * agreed on moves nothing: the doubt is raised about the price that was published last, so that an
 * endpoint that lies cannot push the market to a slot that the others never reach.
 *
 * <p>The publish time stands still when it has not risen for the allowed time while the chain went
 * on. After a start a doubtful price counts as one that stood still before: it stays so until its
 * publish time rises.
 *
 * <p>For one thread.
 */
public final class PriceTrail {
  /** Why a price is doubtful. */
  public enum Doubt {
    /** Endpoints gave prices or terms too far apart. */
    ENDPOINTS_DIFFER,
    /** The oracle's publish time does not advance. */
    STANDS_STILL,
    /** The endpoints agree on another price of the slot that was published. */
    CONTRADICTED
  }

  /**
   * What to publish.
   *
   * @param why for a doubtful one; absent for a repetition
   */
  public record Next(ObservedPrice price, @Nullable Doubt why) {}

  private record Standing(Instant publishedAt, Instant since, long readSlot) {}

  private final MarketOracle market;
  private final int configured;
  private final Duration frozenAfter;
  private @Nullable ObservedPrice last;
  private @Nullable Standing standing;
  private boolean taken;

  /**
   * Goes on from what was published.
   *
   * @param newest null for nothing
   * @param frozenAfter how long a publish time may stand still
   */
  public PriceTrail(
      MarketOracle market, int configured, Duration frozenAfter, @Nullable ObservedPrice newest) {
    this.market = market;
    this.configured = configured;
    this.frozenAfter = frozenAfter;
    this.last = newest;
    this.taken = newest != null;
    if (newest != null) {
      this.standing =
          new Standing(
              newest.publishedAt(),
              newest.doubtful() ? Instant.EPOCH : newest.observedAt(),
              newest.readSlot());
    }
  }

  /** What a round's outcome gives to publish; again what was not taken. */
  public Optional<Next> next(Agreement agreement, Instant now) {
    ObservedPrice before = last;
    Optional<Next> next =
        switch (agreement) {
          case Agreement.TooFew few -> Optional.empty();
          case Agreement.Differing differing ->
              before == null || before.doubtful()
                  ? Optional.empty()
                  : Optional.of(
                      new Next(
                          before.judged(true, differing.endpoints(), configured),
                          Doubt.ENDPOINTS_DIFFER));
          case Agreement.Agreed agreed -> agreed(agreed, before, now);
        };
    if (next.isPresent()) {
      last = next.get().price();
      taken = false;
      return next;
    }
    return before == null || taken ? Optional.empty() : Optional.of(new Next(before, null));
  }

  /** Remembers that a price is durable; until then it is published again. */
  public void taken(ObservedPrice price) {
    if (price.equals(last)) {
      taken = true;
    }
  }

  private Optional<Next> agreed(
      Agreement.Agreed agreed, @Nullable ObservedPrice before, Instant now) {
    PriceReading reading = agreed.reading();
    if (before != null && reading.postedSlot() < before.slot()) {
      return Optional.empty();
    }
    Doubt doubt = standsStill(reading, now) ? Doubt.STANDS_STILL : null;
    if (before == null || reading.postedSlot() > before.slot()) {
      return Optional.of(new Next(observed(agreed, doubt != null, now), doubt));
    }
    if (reading.price().compareTo(before.price()) != 0) {
      doubt = Doubt.CONTRADICTED;
    }
    return before.doubtful() == (doubt != null)
        ? Optional.empty()
        : Optional.of(
            new Next(before.judged(doubt != null, agreed.endpoints(), configured), doubt));
  }

  private boolean standsStill(PriceReading reading, Instant now) {
    Standing held = standing;
    boolean ahead = reading.publishedAt().isAfter(now.plus(frozenAfter));
    if (held == null || (!ahead && reading.publishedAt().isAfter(held.publishedAt()))) {
      // One from far ahead is not learned: every true one after it would seem to stand still.
      standing = new Standing(ahead ? now : reading.publishedAt(), now, reading.readSlot());
      return false;
    }
    return reading.readSlot() > held.readSlot()
        && Duration.between(held.since(), now).compareTo(frozenAfter) > 0;
  }

  private ObservedPrice observed(Agreement.Agreed agreed, boolean doubtful, Instant now) {
    PriceReading reading = agreed.reading();
    return new ObservedPrice(
        market.market(),
        market.oracle().toString(),
        reading.price(),
        reading.confidence(),
        reading.postedSlot(),
        reading.publishedAt(),
        reading.readSlot(),
        now,
        agreed.endpoints(),
        configured,
        doubtful,
        reading.terms().step(),
        reading.terms().minimum());
  }
}

package io.quantumvault.ingest.price;

import static io.quantumvault.ingest.price.Readings.SOL;
import static io.quantumvault.ingest.price.Readings.START;
import static io.quantumvault.ingest.price.Readings.at;
import static io.quantumvault.ingest.price.Readings.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.price.PriceTrail.Doubt;
import io.quantumvault.ingest.price.PriceTrail.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTrailTest {
  private static final Duration FROZEN_AFTER = Duration.ofSeconds(10);

  private PriceTrail trail = trail(null);
  private Instant now = START;

  @Test
  void slotsRiseAndEachIsPublishedOnce() {
    assertThat(publish(reading(10, START)).price().slot()).isEqualTo(10);
    assertThat(next(reading(10, START))).isEmpty();
    assertThat(next(at(0, "101", 9, 12))).as("nor does an older price cast doubt").isEmpty();
    assertThat(publish(reading(11, START)).price().slot()).isEqualTo(11);
  }

  @Test
  void whatIsNotAgreedOnMovesNothing() {
    assertThat(trail.next(new Agreement.Differing(1), now)).as("no price to doubt").isEmpty();
    ObservedPrice first = publish(reading(10, START)).price();

    Next doubted = trail.next(new Agreement.Differing(2), now).orElseThrow();
    trail.taken(doubted.price());

    assertThat(doubted.why()).isEqualTo(Doubt.ENDPOINTS_DIFFER);
    assertThat(doubted.price()).isEqualTo(first.judged(true, 2, 3));
    assertThat(trail.next(new Agreement.Differing(2), now)).as("said once").isEmpty();
    assertThat(trail.next(new Agreement.TooFew(), now)).isEmpty();

    ObservedPrice lifted = publish(reading(10, START)).price();
    assertThat(lifted).isEqualTo(first);
  }

  @Test
  void anotherPriceOfThePublishedSlotIsDoubtUntilTheSlotRises() {
    ObservedPrice first = publish(reading(10, START)).price();
    Next contradicted = publish(at(0, "100.1", 10, 12));

    assertThat(contradicted.why()).isEqualTo(Doubt.CONTRADICTED);
    assertThat(contradicted.price().price()).isEqualTo(first.price());
    assertThat(next(at(0, "100.1", 10, 13))).isEmpty();
    assertThat(publish(reading(11, START.plusSeconds(1))).price().doubtful()).isFalse();
  }

  @Test
  void aPublishTimeThatStandsStillIsDoubtThoughTheSlotsRise() {
    publish(reading(10, START));
    now = START.plusSeconds(10);
    assertThat(publish(reading(20, START)).why()).isNull();
    now = START.plusMillis(10_001);
    assertThat(publish(reading(21, START)).why()).isEqualTo(Doubt.STANDS_STILL);
    assertThat(publish(reading(22, START.minusSeconds(1))).why()).isEqualTo(Doubt.STANDS_STILL);
    assertThat(publish(reading(23, START.plusSeconds(9))).why()).isNull();
  }

  @Test
  void aChainThatStandsStillIsNotTheOraclesFault() {
    publish(at(0, "100", 10, 12));
    now = START.plusSeconds(60);
    assertThat(next(at(0, "100", 10, 12))).isEmpty();
    assertThat(publish(at(0, "100", 10, 13)).why()).isEqualTo(Doubt.STANDS_STILL);
  }

  @Test
  void aPublishTimeFromFarAheadDoesNotMakeTheTrueOnesStandStill() {
    publish(reading(10, START.plus(Duration.ofDays(900))));
    now = START.plusSeconds(30);
    assertThat(publish(reading(60, START.plusSeconds(29))).why()).isNull();

    now = now.plusSeconds(1);
    publish(reading(61, START.plus(Duration.ofDays(900))));
    now = now.plusSeconds(11);
    assertThat(publish(reading(90, START.plus(Duration.ofDays(900)))).why())
        .as("and stands still itself")
        .isEqualTo(Doubt.STANDS_STILL);
    assertThat(publish(reading(91, now)).why()).isNull();
  }

  @Test
  void whatWasNotTakenIsPublishedAgain() {
    Next first = next(reading(10, START)).orElseThrow();
    assertThat(next(reading(10, START))).contains(new Next(first.price(), null));

    Next second = next(reading(11, START)).orElseThrow();
    trail.taken(first.price());
    assertThat(trail.next(new Agreement.TooFew(), now)).contains(new Next(second.price(), null));
    trail.taken(second.price());
    assertThat(trail.next(new Agreement.TooFew(), now)).isEmpty();
  }

  @Test
  void doubtIsCastOnThePriceThatMayHaveArrivedThoughItWasNotTaken() {
    publish(reading(10, START));
    next(reading(11, START));

    assertThat(trail.next(new Agreement.Differing(1), now).orElseThrow().price().slot())
        .isEqualTo(11);
  }

  @Test
  void aRestartGoesOnFromTheNewest() {
    ObservedPrice newest = publish(reading(10, START)).price();
    trail = trail(newest);

    assertThat(next(reading(9, START))).isEmpty();
    assertThat(next(reading(10, START))).isEmpty();
    now = START.plusSeconds(11);
    assertThat(publish(reading(12, START)).why())
        .as("it has stood still since before the restart")
        .isEqualTo(Doubt.STANDS_STILL);
  }

  @Test
  void doubtOutlivesARestartUntilThePublishTimeRises() {
    publish(reading(10, START));
    now = START.plusSeconds(11);
    trail = trail(publish(reading(12, START)).price());
    assertThat(publish(reading(13, START)).price().doubtful()).isTrue();
    assertThat(publish(reading(14, now)).price().doubtful()).isFalse();
  }

  @Test
  void whoeverReadsTheRecordsHoldsWhatWasPublishedLast() {
    ObservedPrice first = publish(reading(10, START)).price();
    ObservedPrice doubted = first.judged(true, 1, 3);
    ObservedPrice other = publish(at(0, "77", 11, 12)).price();

    assertThat(first.followedBy(doubted)).isEqualTo(doubted);
    assertThat(doubted.followedBy(first)).isEqualTo(first);
    assertThat(other.followedBy(doubted)).isSameAs(other);
    assertThat(first.followedBy(other)).isSameAs(other);
    ObservedPrice sameSlot =
        trail(null).next(agreed(at(0, "99", 10, 12)), now).orElseThrow().price();
    assertThat(first.followedBy(sameSlot)).isSameAs(first);
    assertThat(first.followedBy(sameSlot.judged(true, 1, 3)).price()).isEqualTo(first.price());
  }

  private static PriceReading reading(long slot, Instant publishedAt) {
    return with(at(0, "100", slot, slot + 1), publishedAt, "0.05");
  }

  private static Agreement.Agreed agreed(PriceReading reading) {
    return new Agreement.Agreed(reading, 3, Set.of());
  }

  private Optional<Next> next(PriceReading reading) {
    return trail.next(agreed(reading), now);
  }

  /** A round whose price is taken. */
  private Next publish(PriceReading reading) {
    Next next = next(reading).orElseThrow();
    trail.taken(next.price());
    return next;
  }

  private static PriceTrail trail(@Nullable ObservedPrice newest) {
    return new PriceTrail(SOL, 3, FROZEN_AFTER, newest);
  }
}

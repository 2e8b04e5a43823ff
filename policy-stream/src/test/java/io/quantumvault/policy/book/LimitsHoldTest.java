package io.quantumvault.policy.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Exposure;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Reservation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No stream of signals, whatever becomes of the orders, brings the account past the limit. A seed
 * that fails is in the name of the test.
 */
class LimitsHoldTest {
  private static final BigDecimal PRICE = new BigDecimal("100");
  private static final BigDecimal LIMIT_USD = new BigDecimal("1000");
  private static final int SIGNALS = 1000;
  private static final Limits LIMITS =
      new Limits(
          Set.of(Cases.SOL),
          Set.of(OrderType.values()),
          LIMIT_USD,
          LIMIT_USD,
          new BigDecimal("5"),
          50,
          new BigDecimal("100000"),
          100_000,
          100_000,
          100_000,
          null);
  private static final GrantTerms GRANT = Cases.grant(LIMITS);

  static List<Long> seeds() {
    long first = new Random().nextLong() >>> 16;
    return new Random(first).longs(24).mapToObj(seed -> seed >>> 16).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aThousandSignalsAtOnceNeverOvershoot(long seed) {
    var random = new Random(seed);
    var book = new BotBook();
    var venue = new Venue(random, PRICE);
    book.observe(venue.account());

    for (int i = 0; i < SIGNALS; i++) {
      decide(book, venue, random, true);
      assertWithin(book);
    }
    while (venue.busy()) {
      venue.happen(book);
      assertWithin(book);
    }
    assertThat(venue.largestUsd()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT_USD);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void norWithFillsRestingOrdersLateReadingsAndRestartsInBetween(long seed) {
    var random = new Random(seed);
    var book = new BotBook();
    var venue = new Venue(random, PRICE);
    book.observe(venue.account());
    int approved = 0;

    for (int i = 0; i < SIGNALS; i++) {
      approved += decide(book, venue, random, true) ? 1 : 0;
      for (int events = random.nextInt(4); events > 0; events--) {
        venue.happen(book);
      }
      if (random.nextInt(5) == 0) {
        book = BotBookCodec.decode(BotBookCodec.encode(book));
      }
      assertThat(venue.largestUsd()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT_USD);
    }
    assertThat(approved).as("the run traded at all").isGreaterThan(20);
  }

  /** The guard is the reservation: a decision that forgets it fails the very same run. */
  @Test
  void withoutReservationsTheSameRunOvershoots() {
    var random = new Random(20261120);
    var book = new BotBook();
    var venue = new Venue(random, PRICE);
    book.observe(venue.account());

    for (int i = 0; i < SIGNALS; i++) {
      decide(book, venue, random, false);
    }
    while (venue.busy()) {
      venue.happen(book);
    }
    assertThat(venue.largestUsd()).isGreaterThan(LIMIT_USD);
  }

  private static boolean decide(BotBook book, Venue venue, Random random, boolean withReserved) {
    var alert = alert(random);
    var imprint =
        new Imprint(alert.signalId(), null, alert.signalId(), alert.alertTime(), alert.alertTime());
    var decision =
        Decider.decide(
            new DecisionRequest(
                Cases.NOW,
                alert,
                Cases.standing(GRANT),
                book.seen(imprint),
                new Activity(0, 0),
                Map.of(Cases.SOL, Cases.quote("100")),
                book.account(),
                withReserved ? book.reservations() : List.<Reservation>of()));
    book.record(imprint, alert.signalId(), decision, Cases.NOW);
    if (decision instanceof Decision.Approved approved) {
      venue.send(alert.signalId(), approved.order());
      return true;
    }
    return false;
  }

  private static Alert alert(Random random) {
    var action =
        switch (random.nextInt(8)) {
          case 0 -> Action.CLOSE;
          case 1, 2, 3 -> Action.SELL;
          default -> Action.BUY;
        };
    var limit = random.nextInt(3) == 0;
    return new Alert(
        new UUID(random.nextLong(), random.nextLong()),
        new UUID(2, 2),
        Cases.SOL,
        action,
        limit ? OrderType.LIMIT : OrderType.MARKET,
        action == Action.CLOSE ? null : BigDecimal.valueOf(1 + random.nextInt(1000), 2),
        null,
        limit ? PRICE : null,
        false,
        null,
        null,
        Cases.NOW);
  }

  private static void assertWithin(BotBook book) {
    var exposure = Exposure.of(Cases.SOL, book.account(), book.reservations());
    assertThat(exposure.base().multiply(PRICE)).isLessThanOrEqualTo(LIMIT_USD);
  }
}

package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.Exposure;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No stream of signals, whatever becomes of the orders, brings the account past the limit. A seed
 * that fails is in the name of the test.
 */
class LimitsHoldTest {
  private static final BigDecimal LIMIT_USD = new BigDecimal("1000");
  private static final int SIGNALS = 1000;

  static List<Long> seeds() {
    long first = new Random().nextLong() >>> 16;
    return new Random(first).longs(24).mapToObj(seed -> seed >>> 16).toList();
  }

  /** Nothing in the way but the limit of the position. */
  static Limits limits(PositionMode mode) {
    return new Limits(
        Cases.limits().allowedMarkets(),
        Cases.limits().allowedOrderTypes(),
        LIMIT_USD,
        LIMIT_USD,
        new BigDecimal("5"),
        50,
        200,
        Duration.ofHours(1),
        mode,
        null,
        null,
        null,
        new BigDecimal("100000"),
        100_000,
        100_000,
        100_000,
        null,
        0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aThousandSignalsAtOnceNeverOvershoot(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE);
    var desk = new Desk(limits(mode(random)), venue);
    var alerts = new Alerts(random);

    for (int i = 0; i < SIGNALS; i++) {
      desk.decide(alerts.any(desk.now()));
      assertWithin(desk.book());
    }
    while (venue.busy()) {
      venue.happen(desk.book());
    }
    assertThat(venue.largestUsd()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT_USD);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void norWithFillsRestingOrdersLateReadingsAndRestartsInBetween(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE);
    var desk = new Desk(limits(mode(random)), venue);
    var alerts = new Alerts(random);
    int approved = 0;

    for (int i = 0; i < SIGNALS; i++) {
      approved += desk.decide(alerts.any(desk.now())) instanceof Decision.Approved ? 1 : 0;
      for (int events = random.nextInt(4); events > 0; events--) {
        venue.happen(desk.book());
      }
      if (random.nextInt(5) == 0) {
        desk.restart();
      }
      desk.pass(Duration.ofMillis(random.nextInt(10_000)));
      assertThat(venue.largestUsd()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT_USD);
    }
    assertThat(approved).as("the run traded at all").isGreaterThan(100);
  }

  /** The guard is the reservation: a decision that forgets it fails the very same run. */
  @Test
  void withoutReservationsTheSameRunOvershoots() {
    var random = new Random(20261120);
    var venue = new Venue(random, Desk.PRICE);
    var desk = new Desk(limits(PositionMode.AS_SENT), venue);
    var alerts = new Alerts(random);

    for (int i = 0; i < SIGNALS; i++) {
      var alert = alerts.any(desk.now());
      var imprint = desk.imprint(alert);
      desk.decide(with(desk.request(alert, imprint), "reservations", List.of()), imprint);
    }
    while (venue.busy()) {
      venue.happen(desk.book());
    }
    assertThat(venue.largestUsd()).isGreaterThan(LIMIT_USD);
  }

  /** It was approved while a limit order was under way, of which nobody knew what would fill. */
  @Test
  void anExitOfEverythingMayTakeMoreThanWasThereWhenItWasApproved() {
    var venue = new Venue(new Random(1), Desk.PRICE);
    var desk = new Desk(limits(PositionMode.AS_SENT), venue);
    var limit = with(Cases.alert(Action.BUY, "5"), "type", OrderType.LIMIT);
    send(desk, 1, with(limit, "limitPrice", Desk.PRICE));
    send(desk, 2, with(Cases.alert(Action.CLOSE, null), "closes", Direction.LONG));
    send(desk, 3, Cases.alert(Action.SELL, "5"));
    desk.book().observe(with(venue.account(), "positions", Cases.sol("5")));

    // From 5 the exit takes 5, and then 15 are sold.
    var sold = Cases.alert(Action.SELL, "10");
    assertThat(send(desk, 4, sold)).isInstanceOf(Decision.Rejected.class);
    assertThat(send(desk, 5, with(sold, "size", Cases.base("5"))))
        .isInstanceOf(Decision.Approved.class);
  }

  private static Decision send(Desk desk, long number, Alert alert) {
    return desk.decide(with(alert, "signalId", new UUID(number, 0)));
  }

  private static PositionMode mode(Random random) {
    return PositionMode.values()[random.nextInt(2)];
  }

  private static void assertWithin(BotBook book) {
    var exposure = Exposure.of(Cases.SOL, book.account(), book.reservations());
    assertThat(exposure.base().multiply(Desk.PRICE)).isLessThanOrEqualTo(LIMIT_USD);
  }
}

package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.StrategyPosition;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds in every history of a bot. A seed that fails is in the name of the test. */
class HistoriesTest {
  private static final int SIGNALS = 300;

  static List<Long> seeds() {
    return LimitsHoldTest.seeds();
  }

  /** And nothing opens what it should not: the same circumstances stop every entry. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anExitPassesUnlessWhatStopsExitsHolds(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE);
    var mode = PositionMode.values()[random.nextInt(3)];
    var desk = new Desk(LimitsHoldTest.limits(mode), venue);
    var alerts = new Alerts(random);
    int exits = 0;

    for (int i = 0; i < SIGNALS; i++) {
      var alert = alerts.any(desk.now());
      var imprint = desk.imprint(alert);
      boolean hostile = random.nextInt(3) > 0;
      var usual = desk.request(alert, imprint);
      var request = hostile ? Circumstances.against(usual, random) : usual;
      var decision = desk.decide(request, imprint);
      if (Exits.mustPass(request)) {
        exits++;
        assertThat(Exits.passed(request, decision))
            .as("seed %d: %s of %s", seed, decision, request)
            .isTrue();
      }
      if (hostile && decision instanceof Decision.Approved approved) {
        assertThat(approved.orders())
            .as("seed %d: %s", seed, request)
            .allMatch(order -> order.exit() || order.size() == null);
      }
      for (int events = random.nextInt(6); events > 0; events--) {
        venue.happen(desk.book());
      }
      desk.pass(Duration.ofMillis(random.nextInt(5000)));
    }
    assertThat(exits).as("there were exits at all").isGreaterThan(5);
  }

  /** One order after the other, so that the stage alone sees to it: this signer minds no bound. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noOrderTakesThePositionBeyondTheStrategysNorAcross(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE, false);
    var desk = new Desk(LimitsHoldTest.limits(PositionMode.NEVER_BEYOND), venue);

    for (var alert : strategy(random, SIGNALS)) {
      var before = venue.position();
      desk.decide(with(alert, "alertTime", desk.now()));
      venue.settle(desk.book());
      var after = venue.position();
      var most = after(alert);
      boolean nearer =
          after.signum() != -before.signum() && after.abs().compareTo(before.abs()) <= 0;
      boolean within = after.signum() != -most.signum() && after.abs().compareTo(most.abs()) <= 0;
      assertThat(nearer || after.signum() == 0 || within)
          .as("seed %d: from %s to %s by %s", seed, before, after, alert)
          .isTrue();
      desk.pass(Duration.ofSeconds(3));
    }
    assertThat(venue.highest()).isPositive();
    assertThat(venue.lowest()).isNegative();
  }

  /** All at once, with deliveries lost and swapped: here the signer minds the bounds. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thePositionStaysAmongThoseOfTheStrategy(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE);

    var positions = follow(venue, random);

    assertThat(venue.highest()).as("seed %d", seed).isLessThanOrEqualTo(most(positions, 1));
    assertThat(venue.lowest().negate())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(most(positions, -1));
  }

  /** The guard is the bound that the order names: without it the very same run fails. */
  @Test
  void aSignerThatMindsNoBoundLeavesThem() {
    boolean beyond = false;
    for (long seed = 1; seed <= 24; seed++) {
      var random = new Random(seed);
      var venue = new Venue(random, Desk.PRICE, false);
      var positions = follow(venue, random);
      beyond |=
          venue.highest().compareTo(most(positions, 1)) > 0
              || venue.lowest().negate().compareTo(most(positions, -1)) > 0;
    }
    assertThat(beyond).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameContentNeverTradesTwice(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE);
    var desk = new Desk(LimitsHoldTest.limits(PositionMode.AS_SENT), venue);
    var alerts = new Alerts(random);
    var sent = new ArrayList<Sent>();
    var contents = new HashSet<UUID>();
    var nonces = new HashSet<UUID>();

    for (int i = 0; i < SIGNALS; i++) {
      var one =
          random.nextBoolean() || sent.isEmpty()
              ? fresh(alerts, random, desk.now())
              : again(sent, random, desk.now());
      sent.add(one);
      if (one.trades(desk)) {
        assertThat(contents.add(one.content())).as("seed %d: %s", seed, one).isTrue();
        assertThat(one.nonce() == null || nonces.add(one.nonce()))
            .as("seed %d: %s", seed, one)
            .isTrue();
      }
      venue.settle(desk.book());
      if (random.nextInt(4) == 0) {
        desk.restart();
      }
      desk.pass(Duration.ofMillis(random.nextInt(3000)));
      if (random.nextInt(10) == 0) {
        // The clock runs ahead until ids are forgotten, and is then set right.
        var ahead = Duration.ofSeconds(150 + random.nextInt(100));
        desk.pass(ahead);
        desk.sweep();
        desk.pass(random.nextBoolean() ? ahead.negated() : Duration.ZERO);
      }
    }
    assertThat(contents).as("the run traded at all").hasSizeGreaterThan(20);
  }

  /** An older word on the strategy's position than the one that was followed opens nothing. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatWasOvertakenOpensNothing(long seed) {
    var random = new Random(seed);
    var venue = new Venue(random, Desk.PRICE);
    var desk = new Desk(LimitsHoldTest.limits(PositionMode.NEVER_BEYOND), venue);
    var followed = Instant.MIN;

    for (var alert : strategy(random, SIGNALS)) {
      var timed = with(alert, "alertTime", desk.now().minusMillis(random.nextInt(20_000)));
      if (desk.decide(timed) instanceof Decision.Approved approved) {
        if (timed.alertTime().isBefore(followed)) {
          assertThat(approved.orders()).as("seed %d", seed).allMatch(Order::exit);
        }
        followed = timed.alertTime().isAfter(followed) ? timed.alertTime() : followed;
      }
      venue.settle(desk.book());
      desk.pass(Duration.ofMillis(random.nextInt(10_000)));
    }
  }

  /** An alert as a webhook delivers it: what it says, and, where signed, the message's own id. */
  private record Sent(Alert alert, UUID content, @Nullable UUID nonce) {
    boolean trades(Desk desk) {
      var imprint = new Imprint(alert.signalId(), nonce, content, alert.alertTime(), desk.now());
      return desk.decide(desk.request(alert, imprint), imprint) instanceof Decision.Approved;
    }
  }

  /** Some of them ahead of the clock. */
  private static Sent fresh(Alerts alerts, Random random, Instant now) {
    var alert = alerts.any(now.plusMillis(random.nextInt(12_000)));
    return new Sent(alert, id(random), random.nextBoolean() ? id(random) : null);
  }

  /** As it was, or stamped anew under the same id of the message. */
  private static Sent again(List<Sent> sent, Random random, Instant now) {
    var one = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(40)));
    var alert = with(one.alert(), "signalId", id(random));
    return one.nonce() == null || random.nextBoolean()
        ? new Sent(alert, one.content(), one.nonce())
        : new Sent(with(alert, "alertTime", now), id(random), one.nonce());
  }

  private static UUID id(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** What a strategy sends, some of it lost and some of it swapped. */
  private static List<Alert> strategy(Random random, int moves) {
    var alerts = new Alerts(random);
    var delivered = new ArrayList<Alert>();
    var position = BigDecimal.ZERO;
    for (int i = 0; i < moves; i++) {
      var next = alerts.position();
      var alert = alerts.move(position, next, Instant.EPOCH);
      position = next;
      switch (random.nextInt(8)) {
        case 0 -> {}
        case 1 -> delivered.add(Math.max(0, delivered.size() - 1), alert);
        default -> delivered.add(alert);
      }
    }
    return delivered;
  }

  /** Has the bot follow a strategy, and gives the positions that it was told of. */
  private static List<BigDecimal> follow(Venue venue, Random random) {
    var desk = new Desk(LimitsHoldTest.limits(PositionMode.NEVER_BEYOND), venue);
    var positions = new ArrayList<BigDecimal>();
    // A strategy that trades small, so that what goes beyond it is seen.
    for (var alert : strategy(random, 12)) {
      positions.add(after(alert));
      desk.decide(with(alert, "alertTime", desk.now().minusMillis(random.nextInt(3000))));
      for (int events = random.nextInt(4); events > 0; events--) {
        venue.happen(desk.book());
      }
      desk.pass(Duration.ofMillis(random.nextInt(3000)));
    }
    venue.settle(desk.book());
    return positions;
  }

  private static BigDecimal after(Alert alert) {
    return ((StrategyPosition.Exactly) Objects.requireNonNull(alert.positionAfter())).base();
  }

  private static BigDecimal most(List<BigDecimal> positions, int sign) {
    return positions.stream()
        .map(one -> one.multiply(BigDecimal.valueOf(sign)))
        .reduce(BigDecimal.ZERO, BigDecimal::max);
  }
}

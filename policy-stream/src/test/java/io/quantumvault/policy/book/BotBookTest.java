package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.NOW;
import static io.quantumvault.policy.decision.Cases.SOL;
import static io.quantumvault.policy.decision.Cases.n;
import static io.quantumvault.policy.decision.Cases.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.Reservation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BotBookTest {
  private static final UUID INTENT = new UUID(5, 5);

  private final BotBook book = new BotBook();

  @ParameterizedTest
  @EnumSource(names = {"UNDER_WAY", "UNKNOWN"})
  void aReservationStaysWhileTheOutcomeIsOpen(Outcome outcome) {
    enter(INTENT, NOW);

    book.apply(step(outcome, 0, null), NOW);

    assertThat(book.reservations()).hasSize(1);
    assertThat(book.outcomeUnknown()).isEqualTo(outcome == Outcome.UNKNOWN);
    assertThat(book.inFlight(SOL)).isTrue();
    assertThat(book.inFlight(Cases.BTC)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"VOID", "MISSED"})
  void aReservationEndsWithoutAnEffect(Outcome outcome) {
    enter(INTENT, NOW);
    book.apply(step(Outcome.UNKNOWN, 0, null), NOW);

    book.apply(step(outcome, 0, null), NOW);

    assertThat(book.reservations()).isEmpty();
    assertThat(book.outcomeUnknown()).isFalse();
  }

  @Test
  void aConfirmedOneEndsOnlyOnceAReadingCoversItsSlot() {
    enter(INTENT, NOW);
    book.observe(at(90, "0"));

    book.apply(step(Outcome.CONFIRMED, 100, null), NOW);
    assertThat(book.reservations()).as("the fill is nowhere else yet").hasSize(1);
    book.observe(at(99, "0"));
    assertThat(book.reservations()).hasSize(1);
    book.observe(at(100, "1"));

    assertThat(book.reservations()).isEmpty();
    assertThat(held()).isEqualByComparingTo("1");
  }

  @Test
  void aConfirmedOneEndsAtOnceWithItsReading() {
    enter(INTENT, NOW);

    book.apply(step(Outcome.CONFIRMED, 100, at(100, "1")), NOW);

    assertThat(book.reservations()).isEmpty();
  }

  @Test
  void anOlderSlotNeverOverwrites() {
    assertThat(book.observe(at(10, "3"))).isTrue();

    assertThat(book.observe(at(9, "0"))).isFalse();
    book.apply(step(Outcome.UNDER_WAY, 0, at(8, "7")), NOW);

    assertThat(held()).isEqualByComparingTo("3");
  }

  @Test
  void timeAloneReleasesNothing() {
    enter(INTENT, NOW);

    for (int day = 1; day < 40; day++) {
      enter(new UUID(9, day), NOW.plus(Duration.ofDays(day)));
    }

    assertThat(book.reservations()).hasSize(40);
    assertThat(book.reservationsOlderThan(NOW.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void entriesAreCountedPerMinuteAndPerDay() {
    for (int i = 0; i < 3; i++) {
      enter(new UUID(5, i), NOW.plusSeconds(30L * i));
    }

    assertThat(book.activity(NOW.plusSeconds(61))).isEqualTo(new Activity(2, 0, 3));
    assertThat(book.activity(NOW.plus(Duration.ofDays(1))).entriesToday()).isZero();
    assertThat(book.activity(NOW.minus(Duration.ofDays(1))).entriesToday())
        .as("a clock that goes back gives no fresh count")
        .isEqualTo(3);
    enter(new UUID(5, 3), NOW.minus(Duration.ofDays(1)));
    assertThat(book.activity(NOW.plusSeconds(61)).entriesToday())
        .as("nor forgets those of the day it came from")
        .isEqualTo(4);
  }

  @Test
  void exitsHaveAPaceOfTheirOwnAndNoDayAndCancelsHaveNone() {
    reserve(1, Cases.holding("3", Action.SELL, "1"));
    reserve(2, Cases.holding("3", Action.CLOSE, null));
    reserve(3, Cases.holding("3", Action.CANCEL, null));

    assertThat(book.activity(NOW.plusSeconds(59))).isEqualTo(new Activity(0, 2, 0));
    assertThat(book.activity(NOW.plusSeconds(60))).isEqualTo(new Activity(0, 0, 0));
    assertThat(book.reservations()).as("a cancel reserves nothing").hasSize(2);
  }

  @Test
  void anExitOfAllIsReservedWithoutASize() {
    reserve(1, Cases.holding("3", Action.CLOSE, null));
    reserve(2, Cases.holding("3", Action.CLOSE, "1"));

    assertThat(book.reservations())
        .containsExactly(
            new Reservation(SOL, Direction.SHORT, BigDecimal.ZERO, true, false),
            new Reservation(SOL, Direction.SHORT, n("1.00"), true, false));
  }

  @Test
  void entriesOfAPositionAreCountedUntilItIsFlat() {
    enter(INTENT, NOW);
    book.apply(step(Outcome.CONFIRMED, 100, at(100, "1")), NOW);
    enter(new UUID(5, 6), NOW.plusSeconds(5));

    assertThat(book.entries(SOL).count()).isEqualTo(2);
    assertThat(book.entries(SOL).lastAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(book.entries(Cases.BTC).count()).isZero();

    book.observe(at(101, "0"));
    assertThat(book.entries(SOL).count()).as("one is still on its way").isEqualTo(1);
    book.apply(step(new UUID(5, 6), Outcome.VOID, 0, n("0"), at(102, "0")), NOW);
    assertThat(book.entries(SOL).count()).isZero();
    assertThat(book.entries(SOL).lastAt())
        .as("a cooldown goes on past the position")
        .isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void anEntryAtRestStillCountsWhereTheAccountIsFlat() {
    enter(INTENT, NOW);
    var entry = new OpenOrder(SOL, 1, Direction.LONG, n("1"), false, false);
    var target = new OpenOrder(SOL, 2, Direction.SHORT, n("1"), true, false);

    book.apply(
        step(Outcome.CONFIRMED, 100, with(at(100, "0"), "openOrders", List.of(entry, target))),
        NOW);

    assertThat(book.entries(SOL).count()).isEqualTo(1);
    book.observe(with(at(101, "0"), "openOrders", List.of(target)));
    assertThat(book.entries(SOL).count()).isZero();
  }

  @Test
  void aPositionThatTurnedHasOneEntry() {
    book.observe(at(99, "3"));
    enter(new UUID(5, 1), NOW);
    enter(new UUID(5, 2), NOW);
    book.apply(step(new UUID(5, 1), Outcome.CONFIRMED, 100, n("1"), at(100, "4")), NOW);
    book.apply(step(new UUID(5, 2), Outcome.CONFIRMED, 101, n("1"), at(101, "5")), NOW);
    reserve(7, Cases.holding("5", Action.SELL, "6"));
    assertThat(book.entries(SOL).count()).isEqualTo(3);

    book.apply(step(new UUID(7, 1), Outcome.CONFIRMED, 102, n("-5"), null), NOW);
    book.apply(step(new UUID(7, 2), Outcome.CONFIRMED, 103, n("-1"), at(103, "-1")), NOW);

    assertThat(book.entries(SOL).count()).isEqualTo(1);
  }

  @Test
  void aBotThatAlwaysTurnsIsNeverOutOfEntries() {
    var position = n("1");
    book.observe(at(1, "1"));
    for (int turn = 1; turn < 20; turn++) {
      var action = position.signum() > 0 ? Action.SELL : Action.BUY;
      var request =
          with(
              with(
                  Cases.holding(position.toPlainString(), action, "2"),
                  "entries",
                  book.entries(SOL)),
              "standing.grant.limits.maxEntriesPerPosition",
              1);
      var orders = ((Decision.Approved) Decider.decide(request)).orders();
      assertThat(orders).as("turn %d", turn).hasSize(2);
      reserve(turn, orders);
      boolean flatBetween = turn % 2 == 0;
      book.apply(
          step(
              new UUID(turn, 1),
              Outcome.CONFIRMED,
              10L * turn,
              position.negate(),
              flatBetween ? at(10L * turn, "0") : null),
          NOW);
      position = position.negate();
      var read = at(10L * turn + 1, position.toPlainString());
      book.apply(step(new UUID(turn, 2), Outcome.CONFIRMED, 10L * turn + 1, position, read), NOW);
    }
  }

  @Test
  void onlyAnEarlierWordOnThePositionIsOvertaken() {
    book.follow(SOL, NOW);
    book.follow(SOL, NOW.minusSeconds(5));

    assertThat(book.overtaken(SOL, NOW.minusMillis(1))).isTrue();
    assertThat(book.overtaken(SOL, NOW)).isFalse();
    assertThat(book.overtaken(Cases.BTC, NOW.minusSeconds(9))).isFalse();
  }

  private BigDecimal held() {
    return Objects.requireNonNull(book.account()).position(SOL);
  }

  private void enter(UUID intent, Instant now) {
    var approved = (Decision.Approved) Decider.decide(Cases.approvable());
    book.reserve(intent, approved.orders().getFirst(), now);
  }

  private void reserve(long number, DecisionRequest request) {
    reserve(number, ((Decision.Approved) Decider.decide(request)).orders());
  }

  private void reserve(long number, List<Order> orders) {
    orders.forEach(order -> book.reserve(new UUID(number, order.part().ordinal()), order, NOW));
  }

  private static ExecutionStep step(Outcome outcome, long slot, @Nullable Account account) {
    return step(INTENT, outcome, slot, BigDecimal.ZERO, account);
  }

  private static ExecutionStep step(
      UUID intent, Outcome outcome, long slot, BigDecimal filled, @Nullable Account account) {
    return new ExecutionStep(intent, new UUID(2, 2), outcome, 1, slot, filled, account);
  }

  private static Account at(long slot, String base) {
    return with(with(Cases.account(), "slot", slot), "positions", Cases.sol(base));
  }
}

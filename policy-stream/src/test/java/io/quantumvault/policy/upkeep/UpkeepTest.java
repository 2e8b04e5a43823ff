package io.quantumvault.policy.upkeep;

import static io.quantumvault.policy.decision.Cases.NOW;
import static io.quantumvault.policy.decision.Cases.SOL;
import static io.quantumvault.policy.decision.Cases.n;
import static io.quantumvault.policy.decision.Cases.resting;
import static io.quantumvault.policy.decision.Cases.sol;
import static io.quantumvault.policy.decision.Cases.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.ExecutionStep;
import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.book.Pursuit;
import io.quantumvault.policy.book.Pursuit.Cause;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Part;
import io.quantumvault.policy.decision.Standing;
import io.quantumvault.policy.upkeep.Upkeep.Due;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpkeepTest {
  private static final UUID STOP = new UUID(3, 3);
  private static final Standing STANDING = Cases.standing();
  private static final Standing FLATTENING = with(STANDING, "flattening", STOP);

  private final BotBook book = new BotBook();
  private long slot = 500;

  @Test
  void aFlattenClosesAllThatIsHeld() {
    read("-3");

    assertThat(Upkeep.of(FLATTENING, book, NOW))
        .containsExactly(
            new Due.Attempt(
                pursuit(),
                0,
                new Order(
                    SOL,
                    Part.WHOLE,
                    Action.CLOSE,
                    OrderType.MARKET,
                    Direction.LONG,
                    n("3"),
                    null,
                    true,
                    true,
                    true,
                    200,
                    null,
                    null,
                    null,
                    NOW.plusSeconds(60))));
    assertThat(pursuit().cause()).isEqualTo(new Cause.OfStop(STOP));
  }

  @Test
  void aFlattenOfSeveralMarketsClosesEachAndSkipsWhatIsFlat() {
    book.observe(
        with(
            Cases.account(),
            "positions",
            Map.of(SOL, n("1"), Cases.BTC, n("-1"), "ETH-PERP", n("0"))));

    assertThat(Upkeep.of(FLATTENING, book, NOW))
        .extracting(due -> ((Due.Attempt) due).order().market())
        .containsExactly(Cases.BTC, SOL);
  }

  @Test
  void aFlattenGoesOnUntilTheAccountIsFlatAndNeverTooOften() {
    read("3");
    var sent = new ArrayList<Instant>();
    var now = NOW;
    while (sent.size() < 12) {
      for (var due : Upkeep.of(FLATTENING, book, now)) {
        var attempt = (Due.Attempt) due;
        assertThat(attempt.number()).isEqualTo(sent.size());
        sent.add(now);
        send(attempt, now);
        assertThat(Upkeep.of(FLATTENING, book, now)).as("one at a time").isEmpty();
        end(attempt, Outcome.MISSED, "0", "3", now);
      }
      now = now.plusSeconds(1);
    }

    var pauses = new ArrayList<Long>();
    for (int i = 1; i < sent.size(); i++) {
      pauses.add(Duration.between(sent.get(i - 1), sent.get(i)).toSeconds());
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L, 60L);
    read("0");
    assertThat(Upkeep.of(FLATTENING, book, now.plusSeconds(3600))).isEmpty();
    assertThat(Upkeep.waits(FLATTENING, book)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"VOID", "MISSED", "CONFIRMED"})
  void aFlattenThatWasRefusedIsSentAgainUnderANewNumber(Outcome outcome) {
    read("3");
    var first = attempt(FLATTENING, NOW);
    send(first, NOW);
    end(first, outcome, "0", "1", NOW);

    var second = attempt(FLATTENING, NOW.plusSeconds(1));

    assertThat(second.number()).isEqualTo(1);
    assertThat(second.order().size()).isEqualByComparingTo("1");
  }

  @Test
  void aPositionThatComesBackUnderTheSameStopGetsNoNumberTwice() {
    read("3");
    var first = attempt(FLATTENING, NOW);
    send(first, NOW);
    end(first, Outcome.CONFIRMED, "-3", "0", NOW);
    assertThat(Upkeep.of(FLATTENING, book, NOW.plusSeconds(60))).isEmpty();

    read("-2");
    var second = attempt(FLATTENING, NOW.plusSeconds(60));

    assertThat(second.number()).isEqualTo(1);
    assertThat(second.order().direction()).isEqualTo(Direction.LONG);
  }

  @Test
  void aFlattenEndsWithItsStop() {
    read("3");
    send(attempt(FLATTENING, NOW), NOW);

    assertThat(Upkeep.of(STANDING, book, NOW)).isEmpty();
    assertThat(book.pursuits()).isEmpty();
    assertThat(Upkeep.waits(STANDING, book)).isFalse();
  }

  @Test
  void anotherStopBeginsAnew() {
    read("3");
    var first = attempt(FLATTENING, NOW);
    send(first, NOW);
    end(first, Outcome.MISSED, "0", "3", NOW);

    var other = attempt(with(STANDING, "flattening", new UUID(4, 4)), NOW);

    assertThat(other.number()).isZero();
    assertThat(other.pursuit().cause()).isEqualTo(new Cause.OfStop(new UUID(4, 4)));
  }

  @Test
  void aFlattenTakesOverWhatAnAlertWantedClosed() {
    read("3");
    pursue(0, "1", 0);

    var attempt = attempt(FLATTENING, NOW);

    assertThat(attempt.pursuit().cause()).isEqualTo(new Cause.OfStop(STOP));
    assertThat(attempt.order().wholePosition()).isTrue();
  }

  @Test
  void anExitIsSentAgainWithWhatIsLeftOfIt() {
    read("3");
    pursue(0, "1.5", 0);

    var attempt = attempt(STANDING, NOW);

    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.order().part()).isEqualTo(Part.WHOLE);
    assertThat(attempt.order().exit()).isTrue();
    assertThat(attempt.order().direction()).isEqualTo(Direction.SHORT);
    assertThat(attempt.order().size()).isEqualByComparingTo("1.5");
    assertThat(attempt.order().wholePosition()).isFalse();
    assertThat(attempt.order().cancelsEntries()).isFalse();
    assertThat(attempt.order().maxSlippageBps()).isEqualTo(77);
  }

  @Test
  void aCloseThatIsSentAgainTakesRestingEntriesAlongAndAFlipsHalfDoesNot() {
    read("3");
    pursue(0, null, 0);
    assertThat(attempt(STANDING, NOW).order())
        .matches(Order::wholePosition)
        .matches(Order::cancelsEntries);

    pursue(Part.CLOSING.ordinal(), null, 0);
    var closing = attempt(STANDING, NOW).order();
    assertThat(closing.part()).isEqualTo(Part.CLOSING);
    assertThat(closing.wholePosition()).isTrue();
    assertThat(closing.cancelsEntries()).isFalse();
  }

  @Test
  void anExitThatIsNotDoneAfterFiveMoreIsGivenUpOnce() {
    read("3");
    pursue(0, "1", Pursuit.MOST_ATTEMPTS - 1);
    var last = attempt(STANDING, NOW);
    assertThat(last.number()).isEqualTo(Pursuit.MOST_ATTEMPTS);
    send(last, NOW);
    end(last, Outcome.MISSED, "0", "3", NOW);
    assertThat(Upkeep.of(STANDING, book, NOW)).as("after its pause").isEmpty();
    var later = NOW.plusSeconds(60);

    assertThat(Upkeep.of(STANDING, book, later)).singleElement().isInstanceOf(Due.GivenUp.class);
    assertThat(Upkeep.of(STANDING, book, later)).isEmpty();
  }

  @Test
  void whatIsReadFlatIsDone() {
    read("3");
    pursue(0, null, 0);
    read("0");

    assertThat(Upkeep.of(STANDING, book, NOW)).isEmpty();
    assertThat(book.pursuits()).isEmpty();
  }

  static Stream<Arguments> wherePositionIsGone() {
    return Stream.of(
        arguments("a target", resting(Direction.SHORT, "3", true)),
        arguments("a stop", new OpenOrder(SOL, 2, Direction.SHORT, n("3"), true, true)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wherePositionIsGone")
  void whatProtectedAPositionThatIsGoneGoesToo(String what, OpenOrder order) {
    read("3", order);
    assertThat(Upkeep.of(STANDING, book, NOW)).as(what).isEmpty();
    read("0", order);
    book.reserve(new UUID(5, 5), entry(), NOW);
    assertThat(Upkeep.of(STANDING, book, NOW)).as("an entry is on its way").isEmpty();
    book.apply(step(new UUID(5, 5), Outcome.VOID, "0", null), NOW);

    var due = Upkeep.of(STANDING, book, NOW);

    assertThat(due).containsExactly(new Due.Tidy(cancel(false, NOW)));
  }

  @Test
  void whatStillRestsIsTidiedAgainAfterAMinute() {
    read("0", resting(Direction.SHORT, "3", true));
    book.tidied(SOL, NOW);

    assertThat(Upkeep.of(STANDING, book, NOW.plusSeconds(59))).isEmpty();
    assertThat(Upkeep.of(STANDING, book, NOW.plusSeconds(60))).hasSize(1);
    book.tidied(Cases.BTC, NOW.plusSeconds(60));
    assertThat(Upkeep.of(STANDING, book, NOW.plusSeconds(60))).as("each market alone").hasSize(1);
  }

  static Stream<Arguments> whereEntriesGo() {
    return Stream.of(
        arguments("only what reduces", with(STANDING, "reduceOnly", true), "1000"),
        arguments("a flatten", FLATTENING, "1000"),
        arguments("a grant that ended", with(STANDING, "grant.expiresAt", NOW), "1000"),
        arguments("a loss that is reached", STANDING, "800"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whereEntriesGo")
  void entriesThatNothingAllowsAnyMoreGo(String what, Standing standing, String equity) {
    var entry = resting(Direction.LONG, "1", false);
    book.observe(
        with(
            with(
                Cases.account(), "openOrders", List.of(entry, resting(Direction.SHORT, "1", true))),
            "equityUsd",
            n(equity)));

    assertThat(Upkeep.of(standing, book, NOW))
        .as(what)
        .containsExactly(new Due.Tidy(cancel(true, NOW)));
  }

  @Test
  void entriesThatAreAllowedStay() {
    book.observe(
        with(
            with(Cases.account(), "openOrders", List.of(resting(Direction.LONG, "1", false))),
            "equityUsd",
            n("800.01")));

    assertThat(Upkeep.of(with(STANDING, "grant.expiresAt", NOW.plusMillis(1)), book, NOW))
        .isEmpty();
  }

  static Stream<Arguments> whereNothingMayBeSigned() {
    return Stream.of(
        arguments("an unknown bot", with(FLATTENING, "known", false)),
        arguments("a global freeze", with(FLATTENING, "globallyFrozen", true)),
        arguments("a freeze", with(FLATTENING, "frozen", true)),
        arguments("no grant", with(FLATTENING, "grant", null)),
        arguments("no limits", with(FLATTENING, "grant.limits", null)),
        arguments("an unsigned policy", with(FLATTENING, "grant.ownerSigned", false)),
        arguments("an ended grant", with(FLATTENING, "grant.ended", true)),
        arguments("a grant to come", with(FLATTENING, "grant.startsAt", NOW.plusMillis(1))),
        arguments(
            "exits that are over", with(FLATTENING, "grant.expiresAt", NOW.minusSeconds(3600))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whereNothingMayBeSigned")
  void nothingIsDueWhereNothingMayBeSigned(String what, Standing standing) {
    read("3", resting(Direction.LONG, "1", false));

    assertThat(Upkeep.of(standing, book, NOW)).as(what).isEmpty();
    assertThat(Upkeep.of(FLATTENING, book, NOW)).as("and afterwards it is").hasSize(2);
  }

  @Test
  void exitsGoOnAfterTheGrantForItsExitMinutes() {
    read("3");
    var standing = with(FLATTENING, "grant.expiresAt", NOW.minusSeconds(3599));

    assertThat(attempt(standing, NOW).order().exit()).isTrue();
  }

  @Test
  void nothingIsDueBeforeTheAccountWasRead() {
    assertThat(Upkeep.of(FLATTENING, book, NOW)).isEmpty();
    assertThat(Upkeep.waits(FLATTENING, book)).isTrue();
    assertThat(Upkeep.waits(STANDING, book)).isFalse();
  }

  private Pursuit pursuit() {
    return Objects.requireNonNull(book.pursuits().get(SOL));
  }

  private Due.Attempt attempt(Standing standing, Instant now) {
    var due = Upkeep.of(standing, book, now);
    assertThat(due).singleElement().isInstanceOf(Due.Attempt.class);
    return (Due.Attempt) due.getFirst();
  }

  private void send(Due.Attempt attempt, Instant now) {
    var intentId = id(attempt.number());
    book.reserve(intentId, attempt.order(), now);
    book.put(SOL, attempt.pursuit().sent(intentId, attempt.number()));
  }

  private void end(Due.Attempt attempt, Outcome outcome, String filled, String left, Instant now) {
    book.apply(step(id(attempt.number()), outcome, filled, left), now);
  }

  private void pursue(int part, @Nullable String left, int attempt) {
    book.put(
        SOL,
        new Pursuit(
            new Cause.OfSignal(new UUID(1, 1), part, "event", NOW),
            attempt,
            null,
            Direction.SHORT,
            left == null ? null : new BigDecimal(left),
            77,
            NOW));
  }

  private void read(String held, OpenOrder... orders) {
    book.observe(
        with(
            with(with(Cases.account(), "positions", sol(held)), "openOrders", List.of(orders)),
            "slot",
            ++slot));
  }

  private ExecutionStep step(UUID intent, Outcome outcome, String filled, @Nullable String held) {
    long landed = ++slot;
    return new ExecutionStep(
        intent,
        new UUID(2, 2),
        outcome,
        landed,
        landed,
        n(filled),
        held == null ? null : with(with(Cases.account(), "positions", sol(held)), "slot", landed));
  }

  private static UUID id(int number) {
    return new UUID(9, number);
  }

  private static Order entry() {
    return new Order(
        SOL,
        Part.WHOLE,
        Action.BUY,
        OrderType.MARKET,
        Direction.LONG,
        n("1"),
        null,
        false,
        false,
        false,
        50,
        null,
        null,
        null,
        NOW);
  }

  private static Order cancel(boolean entries, Instant now) {
    return new Order(
        SOL,
        Part.WHOLE,
        Action.CANCEL,
        OrderType.MARKET,
        null,
        null,
        null,
        false,
        false,
        entries,
        0,
        null,
        null,
        null,
        now.plusSeconds(60));
  }
}

package io.quantumvault.policy.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.Reservation;
import io.quantumvault.policy.decision.SeenBefore;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BotBookTest {
  private static final UUID INTENT = new UUID(5, 5);
  private static final Instant NOW = Cases.NOW;

  private final BotBook book = new BotBook();

  @ParameterizedTest
  @EnumSource(names = {"UNDER_WAY", "UNKNOWN"})
  void aReservationStaysWhileTheOutcomeIsOpen(Outcome outcome) {
    reserve();

    book.apply(step(outcome, 0, null));

    assertThat(book.reservations()).hasSize(1);
  }

  @Test
  void aReservationEndsWithoutAnEffect() {
    reserve();

    book.apply(step(Outcome.VOID, 0, null));

    assertThat(book.reservations()).isEmpty();
  }

  @Test
  void aConfirmedOneEndsOnlyOnceAReadingCoversItsSlot() {
    reserve();
    book.observe(at(90, "0"));

    book.apply(step(Outcome.CONFIRMED, 100, null));
    assertThat(book.reservations()).as("the fill is nowhere else yet").hasSize(1);
    book.observe(at(99, "0"));
    assertThat(book.reservations()).hasSize(1);
    book.observe(at(100, "1"));

    assertThat(book.reservations()).isEmpty();
    assertThat(Objects.requireNonNull(book.account()).position(Cases.SOL))
        .isEqualByComparingTo("1");
  }

  @Test
  void aConfirmedOneEndsAtOnceWithItsReading() {
    reserve();

    book.apply(step(Outcome.CONFIRMED, 100, at(100, "1")));

    assertThat(book.reservations()).isEmpty();
  }

  @Test
  void anOlderSlotNeverOverwrites() {
    assertThat(book.observe(at(10, "3"))).isTrue();

    assertThat(book.observe(at(9, "0"))).isFalse();
    assertThat(Objects.requireNonNull(book.account()).position(Cases.SOL))
        .isEqualByComparingTo("3");
  }

  @Test
  void timeAloneReleasesNothing() {
    reserve();

    for (int day = 1; day < 40; day++) {
      book.record(imprint(day, NOW), new UUID(9, day), rejection(), NOW.plus(Duration.ofDays(day)));
    }

    assertThat(book.reservations()).hasSize(1);
    assertThat(book.reservationsOlderThan(NOW.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void idAndContentAreKnownAgain() {
    var first = imprint(1, NOW);
    book.record(first, INTENT, rejection(), NOW);
    var sameId =
        new Imprint(new UUID(8, 8), first.alertId(), new UUID(8, 9), NOW.plusSeconds(1), NOW);
    var sameContent = new Imprint(new UUID(8, 8), null, first.content(), NOW, NOW);

    assertThat(book.decided(first.signalId())).isTrue();
    assertThat(book.decided(new UUID(8, 8))).isFalse();
    assertThat(book.seen(sameId)).isEqualTo(new SeenBefore(true, false, false));
    assertThat(book.seen(sameContent)).isEqualTo(new SeenBefore(false, true, false));
  }

  @Test
  void contentIsFreeAgainAfter120Seconds() {
    var first = imprint(1, NOW);
    book.record(first, INTENT, rejection(), NOW);

    book.record(imprint(2, NOW), new UUID(5, 6), rejection(), NOW.plusSeconds(120));
    assertThat(book.seen(first).content()).isTrue();
    book.record(imprint(3, NOW), new UUID(5, 7), rejection(), NOW.plusMillis(120_001));
    assertThat(book.seen(first).content()).isFalse();
  }

  @Test
  void forgottenIdsStillRefuseThoughTheClockGoesBack() {
    var first = imprint(1, NOW);
    book.record(first, INTENT, rejection(), NOW);
    // Much later: the first one is forgotten.
    book.record(
        imprint(2, NOW.plusSeconds(600)), new UUID(5, 6), rejection(), NOW.plusSeconds(600));
    var replay = new Imprint(new UUID(8, 8), first.alertId(), first.content(), NOW, NOW);

    assertThat(book.seen(replay)).isEqualTo(new SeenBefore(false, false, true));
    assertThat(book.seen(imprint(3, NOW.plusSeconds(590))).beyondMemory()).isFalse();
  }

  @Test
  void anAlertFromTheFutureNeitherStaysForEverNorShutsOutHonestOnes() {
    var farAhead = NOW.plus(Duration.ofDays(3650));
    book.record(imprint(1, farAhead), INTENT, rejection(), NOW);
    var later = NOW.plusSeconds(600);
    book.record(imprint(2, later), new UUID(5, 6), rejection(), later);

    assertThat(book.seen(imprint(3, later)).beyondMemory()).isFalse();
    assertThat(book.seen(imprint(1, farAhead)).alertId()).isFalse();
  }

  @Test
  void ordersAreCountedPerMinuteAndPerDay() {
    for (int i = 0; i < 3; i++) {
      approve(new UUID(5, i), NOW.plusSeconds(30L * i));
    }

    var activity = book.activity(NOW.plusSeconds(61));
    assertThat(activity.lastMinute()).isEqualTo(2);
    assertThat(activity.today()).isEqualTo(3);
    assertThat(book.activity(NOW.plus(Duration.ofDays(1))).today()).isZero();
    assertThat(book.activity(NOW.minus(Duration.ofDays(1))).today())
        .as("a clock that goes back gives no fresh count")
        .isEqualTo(3);
    approve(new UUID(5, 3), NOW.minus(Duration.ofDays(1)));
    assertThat(book.activity(NOW.plusSeconds(61)).today())
        .as("nor forgets those of the day it came from")
        .isEqualTo(4);
  }

  @Test
  void aBookSurvivesItsBytes() {
    reserve();
    book.apply(step(Outcome.UNKNOWN, 0, at(12, "1.5")));
    book.record(imprint(1, NOW), new UUID(5, 6), rejection(), NOW);
    book.record(imprint(2, NOW), new UUID(5, 7), rejection(), NOW.plusSeconds(900));

    var read = BotBookCodec.decode(BotBookCodec.encode(book));

    assertThat(BotBookCodec.encode(read)).isEqualTo(BotBookCodec.encode(book));
    assertThat(read).usingRecursiveComparison().isEqualTo(book);
  }

  @Test
  void whatAnOlderStageReservedMayRest() {
    var order = new Reservation("SOL-PERP", Direction.LONG, BigDecimal.ONE, true, false);
    book.held.put(INTENT, HeldReservation.taken(order, NOW));

    var read = BotBookCodec.decode(withoutKind(BotBookCodec.encode(book)));

    assertThat(BotBookCodec.decode(BotBookCodec.encode(book)).reservations())
        .containsExactly(order);
    assertThat(read.reservations())
        .containsExactly(new Reservation("SOL-PERP", Direction.LONG, BigDecimal.ONE, true, true));
  }

  /** The bytes of a book without an account and with one reservation, as layout 1 had them. */
  private static byte[] withoutKind(byte[] layout2) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(1);
    // No account, one reservation, its id, market, direction, size and whether it reduces.
    int kind = 1 + 1 + 4 + 16 + (2 + "SOL-PERP".length()) + 1 + (4 + 4 + 1) + 1;
    bytes.write(layout2, 1, kind - 1);
    bytes.write(layout2, kind + 1, layout2.length - kind - 1);
    return bytes.toByteArray();
  }

  @Test
  void foreignBytesAreNoBook() {
    byte[] bytes = BotBookCodec.encode(book);
    byte[] newer = bytes.clone();
    newer[0] = 3;

    assertThatThrownBy(() -> BotBookCodec.decode(newer)).isInstanceOf(CorruptState.class);
    assertThatThrownBy(() -> BotBookCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(CorruptState.class);
    assertThatThrownBy(() -> BotBookCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(CorruptState.class);
  }

  @Test
  void aWalletEntrySurvivesItsBytes() {
    var entry = new WalletEntry(7, 9, true);

    assertThat(WalletEntryCodec.decode(WalletEntryCodec.encode(entry))).isEqualTo(entry);
    assertThatThrownBy(() -> WalletEntryCodec.decode(new byte[3])).isInstanceOf(CorruptState.class);
  }

  private void reserve() {
    approve(INTENT, NOW);
  }

  private void approve(UUID intent, Instant now) {
    var signal = new UUID(6, intent.getLeastSignificantBits());
    book.record(
        new Imprint(signal, null, signal, now, now),
        intent,
        Decider.decide(Cases.approvable()),
        now);
  }

  private static io.quantumvault.policy.decision.Decision rejection() {
    return Decider.decide(Cases.with(Cases.approvable(), Cases.alert(Action.BUY, "0")));
  }

  private static Imprint imprint(long number, Instant time) {
    return new Imprint(
        new UUID(10, number), new UUID(11, number), new UUID(12, number), time, time);
  }

  private static ExecutionStep step(Outcome outcome, long slot, @Nullable Account account) {
    return new ExecutionStep(INTENT, new UUID(2, 2), outcome, 1, slot, account);
  }

  private static Account at(long slot, String base) {
    var a = Cases.holding(base);
    return new Account(
        slot,
        a.observedAt(),
        a.equityUsd(),
        Map.of(Cases.SOL, Cases.n(base)),
        a.openOrders(),
        a.day(),
        a.openingEquityUsd(),
        a.netDepositsUsd());
  }
}

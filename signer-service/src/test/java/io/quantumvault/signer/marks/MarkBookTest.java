package io.quantumvault.signer.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.MarkBook.Acknowledged;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MarkBookTest {
  private static final String WALLET = "wallet";
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final UUID BOT = new UUID(0, 1);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private final AtomicInteger told = new AtomicInteger();
  private final MarkBook book =
      new MarkBook(
          (stop, text, signature, owner, cluster) -> Optional.empty(), InstantSource.fixed(NOW));

  private void sees(String owner, long version) {
    var live = new LiveGrant(new UUID(0, 2), NOW.plusSeconds(60));
    book.raise(
        new Snapshot(
            WALLET,
            owner,
            "localnet",
            version,
            List.of(new Snapshot.Bot(BOT, live, 1, Map.of())),
            List.of()));
  }

  private StandingMark standing() {
    return Objects.requireNonNull(book.of(WALLET).standing());
  }

  private static DayOpening opening(LocalDate day, int equity) {
    return new DayOpening(day, new BigDecimal(equity), BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** It may be readable after an upgrade, or its resume's origin be configured by now. */
  @Test
  void aStartReadsFromTheBeginningWhileTheSignersOwnFreezeHolds() {
    book.tookState(41);
    assertThat(book.startPosition()).isEqualTo(41);
    book.freeze(WALLET, StandingMark.UNREADABLE_SNAPSHOT);
    assertThat(book.startPosition()).isZero();
    assertThat(book.statePosition()).isEqualTo(41);
  }

  @Test
  void nothingIsKnownOfAWalletBeforeItsFirstSnapshot() {
    assertThat(book.of(WALLET)).isEqualTo(Mark.NONE);
    sees("owner", 1);
    assertThat(standing().owner()).isEqualTo("owner");
  }

  @Test
  void theOwnerThatKafkaRemembersIsTheOneThatCounts() {
    book.load(WALLET, StandingMark.first("owner"));
    sees("thief", 5);
    assertThat(standing().owner()).isEqualTo("owner");
    assertThat(standing().freeze()).isNotNull();
  }

  @Test
  void aDaysOpeningIsFixedOnceAndNoEarlierDayComesBack() {
    sees("owner", 1);
    assertThat(book.opening(WALLET, BOT, opening(DAY, 100))).isEqualTo(opening(DAY, 100));
    assertThat(book.opening(WALLET, BOT, opening(DAY, 50))).isEqualTo(opening(DAY, 100));
    assertThat(book.opening(WALLET, BOT, opening(DAY.minusDays(1), 50)))
        .isEqualTo(opening(DAY, 100));
    assertThat(book.opening(WALLET, BOT, opening(DAY.plusDays(1), 50)))
        .isEqualTo(opening(DAY.plusDays(1), 50));
  }

  @Test
  void aChangeIsWrittenOnceAndAgainOnlyWhenItWasNot() {
    book.onChange(told::incrementAndGet);
    sees("owner", 1);
    sees("owner", 1);
    assertThat(told).as("the same again is no change").hasValue(1);
    var taken = book.takeChanged();
    assertThat(taken).hasSize(1);
    assertThat(book.takeChanged()).isEmpty();
    book.freeze(WALLET, "tampering");
    book.putBack(taken);
    assertThat(book.takeChanged())
        .as("what is put back is written as it is by now, once")
        .containsExactly(new MarkBook.Changed(WALLET, standing()));
  }

  @Test
  void whatKafkaAcknowledgedNeverGoesBack() {
    book.load(WALLET, new HotMark(7, 100));
    assertThat(book.acknowledged(WALLET)).isEqualTo(new Acknowledged(7, 0));
    book.acknowledged(WALLET, 5, 50);
    assertThat(book.of(WALLET).hot()).isEqualTo(new HotMark(7, 100));
    book.acknowledged(WALLET, 8, 0);
    book.saw(WALLET, 120);
    assertThat(book.of(WALLET).hot()).isEqualTo(new HotMark(8, 120));
    sees("owner", 1);
    var first = book.takeChanged();
    book.freeze(WALLET, "tampering");
    book.acknowledged(book.takeChanged());
    book.acknowledged(first);
    assertThat(book.acknowledged(WALLET)).isEqualTo(new Acknowledged(8, standing().version()));
  }

  @Test
  void aHoldEndsOnlyByItselfAndItsVersionGoesOnAboveTheLedgers() {
    sees("owner", 1);
    book.hold(WALLET, 3, 7);
    var hold = Objects.requireNonNull(standing().hold());
    book.release(WALLET, new StandingMark.Hold(3, 8, hold.at()), 0);
    assertThat(book.held()).containsExactly(WALLET);
    book.release(WALLET, hold, 90);
    assertThat(book.held()).isEmpty();
    assertThat(standing().version()).isEqualTo(91);
    assertThat(standing().owner()).isEqualTo("owner");
    assertThat(standing().bot(BOT).live()).isNotNull();
  }

  @Test
  void aStandingMarkThatWasReadIsAcknowledged() {
    sees("owner", 1);
    var mark = standing();
    var next =
        new MarkBook(
            (stop, text, signature, owner, cluster) -> Optional.empty(), InstantSource.fixed(NOW));
    next.load(WALLET, mark);
    assertThat(next.acknowledged(WALLET).version()).isEqualTo(mark.version());
    assertThat(next.takeChanged()).isEmpty();
  }

  @Test
  void aWalletMayBeFrozenOrHeldBeforeItsFirstSnapshotAndStaysSo() {
    book.freeze(WALLET, "tampering");
    book.hold(WALLET, 3, 7);
    book.hold(WALLET, 9, 9);
    sees("owner", 1);
    assertThat(standing().owner()).isEqualTo("owner");
    assertThat(Objects.requireNonNull(standing().freeze()).reason()).isEqualTo("tampering");
    assertThat(standing().hold()).isEqualTo(new StandingMark.Hold(3, 7, NOW));
    assertThat(book.held()).containsExactly(WALLET);
  }
}

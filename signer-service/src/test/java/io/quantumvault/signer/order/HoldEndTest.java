package io.quantumvault.signer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.order.AdminOrder.Reconciled;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HoldEndTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123456789Z");

  /** The ledger was set back from event 57 to event 3. */
  private static final Hold LEDGER_BEHIND = new Hold(3, 57, AT);

  /** Kafka was set back from event 57 to event 3. */
  private static final Hold MARKS_BEHIND = new Hold(57, 3, AT);

  private static final UUID ORDER = new UUID(8, 8);

  /** Of a ledger that was mended for the order and this hold. */
  private static LedgerEnd mended(Hold hold, long last, long marked, long version) {
    return new LedgerEnd(last, marked, version, new LedgerEnd.Mended(ORDER, hold));
  }

  private static Mark mark(@Nullable Hold hold, long published, long version) {
    return new Mark(
        new StandingMark("owner", 1, version, Map.of(), Map.of(), Set.of(), null, hold),
        new HotMark(published, 1));
  }

  private static Reconciled order(@Nullable Hold hold, boolean marksLost) {
    return new Reconciled(ORDER, "wallet", "somebody", hold, marksLost);
  }

  private static void isRefused(HoldEnd end) {
    assertThat(end).isInstanceOf(HoldEnd.Refused.class);
  }

  private static void isNotYet(HoldEnd end) {
    assertThat(end).isInstanceOf(HoldEnd.NotYet.class);
  }

  @Test
  void aHoldEndsWhenItIsNamedAndTheLedgerHasWhatWasPublished() {
    var named = new Hold(3, 57, Instant.ofEpochMilli(AT.toEpochMilli()));
    assertThat(
            HoldEnd.of(
                order(named, false), mark(LEDGER_BEHIND, 57, 9), mended(LEDGER_BEHIND, 57, 3, 2)))
        .isEqualTo(new HoldEnd.Ends(LEDGER_BEHIND, 2));
  }

  @Test
  void anOrderThatNamesAnotherHoldEndsNone() {
    var mark = mark(LEDGER_BEHIND, 57, 9);
    var end = mended(LEDGER_BEHIND, 57, 3, 2);
    isRefused(HoldEnd.of(order(null, true), mark, end));
    isRefused(HoldEnd.of(order(new Hold(3, 57, AT.plusSeconds(1)), true), mark, end));
    isRefused(HoldEnd.of(order(new Hold(4, 57, AT), true), mark, end));
    isRefused(HoldEnd.of(order(LEDGER_BEHIND, true), mark(null, 57, 9), end));
    isRefused(HoldEnd.of(order(LEDGER_BEHIND, true), Mark.NONE, end));
  }

  /** What a held wallet refuses is numbered above what was published: numbers prove nothing. */
  @Test
  void aLedgerThatWasMendedForNoneOrForAnotherOrderKeepsTheHold() {
    var order = order(LEDGER_BEHIND, true);
    var mark = mark(LEDGER_BEHIND, 57, 9);
    isRefused(HoldEnd.of(order, mark, new LedgerEnd(58, 3, 2, null)));
    isRefused(
        HoldEnd.of(
            order,
            mark,
            new LedgerEnd(58, 3, 2, new LedgerEnd.Mended(new UUID(8, 9), LEDGER_BEHIND))));
    isRefused(HoldEnd.of(order, mark, mended(new Hold(2, 57, AT), 58, 3, 2)));
    isRefused(
        HoldEnd.of(
            order(MARKS_BEHIND, true), mark(MARKS_BEHIND, 57, 9), new LedgerEnd(57, 57, 2, null)));
  }

  @Test
  void aLedgerThatIsStillBehindKeepsTheHold() {
    var mark = mark(LEDGER_BEHIND, 57, 9);
    isNotYet(HoldEnd.of(order(LEDGER_BEHIND, true), mark, mended(LEDGER_BEHIND, 56, 3, 2)));
    isRefused(HoldEnd.of(order(LEDGER_BEHIND, true), mark, LedgerEnd.NONE));
  }

  @Test
  void marksThatAreStillBehindKeepTheHold() {
    isNotYet(
        HoldEnd.of(
            order(MARKS_BEHIND, true), mark(MARKS_BEHIND, 30, 9), mended(MARKS_BEHIND, 57, 57, 2)));
    assertThat(
            HoldEnd.of(
                order(MARKS_BEHIND, true),
                mark(MARKS_BEHIND, 57, 9),
                mended(MARKS_BEHIND, 57, 57, 40)))
        .isEqualTo(new HoldEnd.Ends(MARKS_BEHIND, 40));
  }

  @Test
  void whereMarksWereSetBackTheOrderMustSaySo() {
    isRefused(
        HoldEnd.of(
            order(MARKS_BEHIND, false),
            mark(MARKS_BEHIND, 57, 9),
            mended(MARKS_BEHIND, 57, 57, 2)));
    var both = mended(LEDGER_BEHIND, 57, 57, 10);
    isRefused(HoldEnd.of(order(LEDGER_BEHIND, false), mark(LEDGER_BEHIND, 57, 9), both));
    assertThat(HoldEnd.of(order(LEDGER_BEHIND, true), mark(LEDGER_BEHIND, 57, 9), both))
        .isInstanceOf(HoldEnd.Ends.class);
  }

  @Test
  void aWalletWhoseOwnerNobodyToldStaysHeld() {
    var nobodys =
        new Mark(
            new StandingMark("", 0, 1, Map.of(), Map.of(), Set.of(), null, MARKS_BEHIND),
            new HotMark(57, 1));
    isNotYet(HoldEnd.of(order(MARKS_BEHIND, true), nobodys, mended(MARKS_BEHIND, 57, 57, 1)));
  }
}

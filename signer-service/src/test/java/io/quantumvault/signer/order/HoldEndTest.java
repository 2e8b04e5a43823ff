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

  private static Mark mark(@Nullable Hold hold, long published, long version) {
    return new Mark(
        new StandingMark("owner", 1, version, Map.of(), Map.of(), Set.of(), null, hold),
        new HotMark(published, 1));
  }

  private static Reconciled order(@Nullable Hold hold, boolean marksLost) {
    return new Reconciled(UUID.randomUUID(), "wallet", "somebody", hold, marksLost);
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
    assertThat(HoldEnd.of(order(named, false), mark(LEDGER_BEHIND, 57, 9), new LedgerEnd(57, 3, 2)))
        .isEqualTo(new HoldEnd.Ends(LEDGER_BEHIND, 2));
  }

  @Test
  void anOrderThatNamesAnotherHoldEndsNone() {
    var mark = mark(LEDGER_BEHIND, 57, 9);
    var end = new LedgerEnd(57, 3, 2);
    isRefused(HoldEnd.of(order(null, true), mark, end));
    isRefused(HoldEnd.of(order(new Hold(3, 57, AT.plusSeconds(1)), true), mark, end));
    isRefused(HoldEnd.of(order(new Hold(4, 57, AT), true), mark, end));
    isRefused(HoldEnd.of(order(LEDGER_BEHIND, true), mark(null, 57, 9), end));
    isRefused(HoldEnd.of(order(LEDGER_BEHIND, true), Mark.NONE, end));
  }

  @Test
  void aLedgerThatIsStillBehindKeepsTheHold() {
    var mark = mark(LEDGER_BEHIND, 57, 9);
    isNotYet(HoldEnd.of(order(LEDGER_BEHIND, true), mark, new LedgerEnd(56, 3, 2)));
    isNotYet(HoldEnd.of(order(LEDGER_BEHIND, true), mark, LedgerEnd.NONE));
  }

  @Test
  void marksThatAreStillBehindKeepTheHold() {
    isNotYet(
        HoldEnd.of(order(MARKS_BEHIND, true), mark(MARKS_BEHIND, 30, 9), new LedgerEnd(57, 57, 2)));
    assertThat(
            HoldEnd.of(
                order(MARKS_BEHIND, true), mark(MARKS_BEHIND, 57, 9), new LedgerEnd(57, 57, 40)))
        .isEqualTo(new HoldEnd.Ends(MARKS_BEHIND, 40));
  }

  @Test
  void whereMarksWereSetBackTheOrderMustSaySo() {
    isRefused(
        HoldEnd.of(
            order(MARKS_BEHIND, false), mark(MARKS_BEHIND, 57, 9), new LedgerEnd(57, 57, 2)));
    var both = new LedgerEnd(57, 57, 10);
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
    isNotYet(HoldEnd.of(order(MARKS_BEHIND, true), nobodys, new LedgerEnd(57, 57, 1)));
  }
}

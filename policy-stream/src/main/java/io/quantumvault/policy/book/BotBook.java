package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.Reservation;
import io.quantumvault.policy.decision.SeenBefore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of one bot: its account as last read, what its unfinished orders may still
 * do, which alerts it has seen, how many orders it placed. Mutable and used by one thread; written
 * down by {@link BotBookCodec} after each change. Reservations end only by what the signer reports,
 * never by time.
 */
public final class BotBook {
  /** How long content is refused a second time. */
  static final Duration CONTENT = Duration.ofMinutes(2);

  /** Alerts older than 60 s are refused anyway; the rest is slack for clocks. */
  static final Duration ALERT_IDS = Duration.ofMinutes(3);

  /** A redelivered signal is recognised for this long, then refused as beyond memory. */
  static final Duration SIGNALS = Duration.ofMinutes(30);

  private static final long MINUTE_MS = 60_000;

  @Nullable Account account;
  final LinkedHashMap<UUID, HeldReservation> held = new LinkedHashMap<>();
  final Memory signals = new Memory(SIGNALS);
  final Memory alertIds = new Memory(ALERT_IDS);
  final Memory contents = new Memory(CONTENT);
  final ArrayDeque<Long> recentOrders = new ArrayDeque<>();
  LocalDate countedDay = LocalDate.EPOCH;
  int ordersOnDay;

  /** The account as last read; absent until the first reading. */
  public @Nullable Account account() {
    return account;
  }

  /** What approved and unfinished orders may still do. */
  public List<Reservation> reservations() {
    return held.values().stream().map(HeldReservation::reservation).toList();
  }

  /** Reservations taken before the instant: none should live long. */
  public long reservationsOlderThan(Instant instant) {
    return held.values().stream().filter(one -> one.takenAt().isBefore(instant)).count();
  }

  /** Takes a reading of the account, unless it is older than the one held. */
  public boolean observe(Account reading) {
    if (account != null && reading.slot() < account.slot()) {
      return false;
    }
    account = reading;
    held.values().removeIf(one -> one.landedSlot() > 0 && one.landedSlot() <= reading.slot());
    return true;
  }

  /** Takes one step of one intent. The caller sees to it that each step comes once. */
  public void apply(ExecutionStep step) {
    if (step.account() != null) {
      observe(step.account());
    }
    if (step.intentId() == null) {
      return;
    }
    switch (step.outcome()) {
      case UNDER_WAY -> {}
      case UNKNOWN -> held.computeIfPresent(step.intentId(), (id, one) -> one.unknown());
      case VOID -> held.remove(step.intentId());
      case CONFIRMED -> confirm(step.intentId(), step);
    }
  }

  /** The effect must be in the account before the reservation goes, or it would count nowhere. */
  private void confirm(UUID intentId, ExecutionStep step) {
    if (account != null && account.slot() >= Math.max(1, step.slot())) {
      held.remove(intentId);
    } else {
      held.computeIfPresent(intentId, (id, one) -> one.landedAt(Math.max(1, step.slot())));
    }
  }

  /** Whether this very signal was decided already (a redelivery). */
  public boolean decided(UUID signalId) {
    return signals.contains(signalId);
  }

  /** What memory says of an alert that is not a redelivery. */
  public SeenBefore seen(Imprint imprint) {
    boolean sameId = imprint.alertId() != null && alertIds.contains(imprint.alertId());
    long alertTime = imprint.alertTime().toEpochMilli();
    return new SeenBefore(
        sameId,
        contents.contains(imprint.content()),
        alertIds.beyond(alertTime)
            || contents.beyond(alertTime)
            || signals.beyond(imprint.receivedAt().toEpochMilli()));
  }

  /** How many orders were approved so far. */
  public Activity activity(Instant now) {
    long since = now.toEpochMilli() - MINUTE_MS;
    int lastMinute = (int) recentOrders.stream().filter(time -> time > since).count();
    return new Activity(lastMinute, countedDay.isBefore(day(now)) ? 0 : ordersOnDay);
  }

  /** Remembers a decision: the alert as seen, and an approved order as reserved and counted. */
  public void record(Imprint imprint, UUID intentId, Decision decision, Instant now) {
    long nowMs = now.toEpochMilli();
    signals.add(imprint.signalId(), imprint.receivedAt().toEpochMilli(), nowMs);
    // From now, not from the alert's time: the promise is 120 s from the first sight.
    contents.add(imprint.content(), nowMs, nowMs);
    if (imprint.alertId() != null) {
      alertIds.add(imprint.alertId(), imprint.alertTime().toEpochMilli(), nowMs);
    }
    if (decision instanceof Decision.Approved approved && approved.reservation() != null) {
      held.put(intentId, HeldReservation.taken(approved.reservation(), now));
      count(now);
    }
  }

  private void count(Instant now) {
    long since = now.toEpochMilli() - MINUTE_MS;
    recentOrders.removeIf(time -> time <= since);
    recentOrders.addLast(now.toEpochMilli());
    var today = day(now);
    // A clock that goes back a day must not hand out a fresh count.
    if (today.isAfter(countedDay)) {
      countedDay = today;
      ordersOnDay = 0;
    }
    ordersOnDay++;
  }

  private static LocalDate day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}

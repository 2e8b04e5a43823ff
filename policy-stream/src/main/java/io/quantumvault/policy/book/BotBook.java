package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Activity;
import io.quantumvault.policy.decision.Entries;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.Reservation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hot part of what is remembered of one bot: its account as last read, what its unfinished
 * orders may still do, how many orders it placed, which exits are pursued. The ids of alerts seen
 * are entries of their own ({@link Remembered}). Mutable and used by one thread; written down by
 * {@link BotBookCodec} after each change. Reservations end only by what the signer reports, never
 * by time.
 */
public final class BotBook {
  private static final long MINUTE_MS = 60_000;

  @Nullable Account account;
  final LinkedHashMap<UUID, HeldReservation> held = new LinkedHashMap<>();
  final ArrayDeque<Long> recentEntries = new ArrayDeque<>();
  final ArrayDeque<Long> recentExits = new ArrayDeque<>();
  LocalDate countedDay = LocalDate.EPOCH;
  int entriesOnDay;
  final TreeMap<String, MarketMark> markets = new TreeMap<>();
  final TreeMap<String, Pursuit> pursuits = new TreeMap<>();

  /** Nothing that is not newer is taken for new: its like may have been forgotten. */
  long forgottenAlertMs = Long.MIN_VALUE;

  long forgottenSignalMs = Long.MIN_VALUE;

  /** The account as last read; absent until the first reading. */
  public @Nullable Account account() {
    return account;
  }

  /** What approved and unfinished orders may still do, in the order of approval. */
  public List<Reservation> reservations() {
    return held.values().stream().map(HeldReservation::reservation).toList();
  }

  /** Whether the outcome of an order is held for people. */
  public boolean outcomeUnknown() {
    return held.values().stream().anyMatch(HeldReservation::outcomeUnknown);
  }

  /** Reservations taken before the instant: none should live long. */
  public long reservationsOlderThan(Instant instant) {
    return held.values().stream().filter(one -> one.takenAt().isBefore(instant)).count();
  }

  /** Whether an approved order of the market has no end yet. */
  public boolean inFlight(String market) {
    return held.values().stream().anyMatch(one -> one.reservation().market().equals(market));
  }

  /** Takes a reading of the account, unless it is older than the one held. */
  public boolean observe(Account reading) {
    var before = account;
    boolean taken = take(reading);
    countAnew(before);
    return taken;
  }

  private boolean take(Account reading) {
    if (account != null && reading.slot() < account.slot()) {
      return false;
    }
    account = reading;
    held.values().removeIf(one -> one.landedSlot() > 0 && one.landedSlot() <= reading.slot());
    return true;
  }

  /** A position that is gone or turned takes the entries that built it along. */
  private void countAnew(@Nullable Account before) {
    var reading = account;
    if (reading == null) {
      return;
    }
    markets.replaceAll((market, mark) -> {
      int sign = reading.position(market).signum();
      boolean turned = sign != 0 && before != null && sign == -before.position(market).signum();
      return sign == 0 || turned
          ? mark.withAtMost(pendingEntries(market, reading) + (turned ? 1 : 0))
          : mark;
    });
  }

  private int pendingEntries(String market, Account reading) {
    long inFlight =
        held.values().stream()
            .map(HeldReservation::reservation)
            .filter(one -> one.market().equals(market) && !one.exit())
            .count();
    long resting =
        reading.openOrders().stream()
            .filter(one -> one.market().equals(market) && !one.reduceOnly())
            .count();
    return Math.toIntExact(inFlight + resting);
  }

  /**
   * Whether what an alert wanted closed is gone: the side that it did not mean is held, or nothing,
   * and no entry is on its way that it would have to close. Not so where the account was never
   * read.
   */
  public boolean done(String market, Pursuit pursuit) {
    if (account == null) {
      return false;
    }
    int side = account.position(market).signum();
    return side == 0
        ? !entryToClose(market, pursuit)
        : pursuit.direction() != null && side == pursuit.direction().sign();
  }

  private boolean entryToClose(String market, Pursuit pursuit) {
    return held.values().stream()
        .map(HeldReservation::reservation)
        .anyMatch(one ->
            one.market().equals(market) && !one.exit() && pursuit.isToClose(one.direction()));
  }

  /** Whether the account is known to be flat in the market, with nothing on its way. */
  public boolean flat(String market) {
    return account != null && account.position(market).signum() == 0 && !inFlight(market);
  }

  /** Takes one step of one intent. The caller sees to it that each step comes once. */
  public void apply(ExecutionStep step, Instant now) {
    var before = account;
    if (step.account() != null) {
      take(step.account());
    }
    var intentId = step.intentId();
    if (intentId != null) {
      apply(intentId, step, now);
    }
    countAnew(before);
  }

  private void apply(UUID intentId, ExecutionStep step, Instant now) {
    switch (step.outcome()) {
      case UNDER_WAY -> {}
      case UNKNOWN -> held.computeIfPresent(intentId, (id, one) -> one.unknown());
      case VOID, MISSED -> held.remove(intentId);
      case CONFIRMED -> confirm(intentId, step);
    }
    if (step.outcome().ends()) {
      pursue(intentId, step, now);
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

  private void pursue(UUID intentId, ExecutionStep step, Instant now) {
    for (var pursuit : List.copyOf(pursuits.entrySet())) {
      if (intentId.equals(pursuit.getValue().current())) {
        var market = pursuit.getKey();
        var running = pursuit.getValue();
        boolean more = entryToClose(market, running);
        put(market, running.after(step, done(market, running), more, now));
      }
    }
  }

  /** Exits that are to be sent again until they are done, by market. */
  public Map<String, Pursuit> pursuits() {
    return pursuits;
  }

  /** Pursues an exit of the market from now on, or nothing any more. */
  public void put(String market, @Nullable Pursuit pursuit) {
    if (pursuit == null) {
      pursuits.remove(market);
    } else {
      pursuits.put(market, pursuit);
    }
  }

  /** A newer alert was decided: what an older one wanted closed is no longer sent again. */
  public void endPursuitOfSignal(String market) {
    var running = pursuits.get(market);
    if (running != null && running.cause() instanceof Pursuit.Cause.OfSignal) {
      pursuits.remove(market);
    }
  }

  /** Whether the intent is the exit that is being pursued. */
  public boolean pursues(@Nullable UUID intentId) {
    return intentId != null
        && pursuits.values().stream().anyMatch(one -> intentId.equals(one.current()));
  }

  /** Whether an alert as old as this may have been forgotten. */
  public boolean beyondMemory(Imprint imprint) {
    return imprint.alertTime().toEpochMilli() <= forgottenAlertMs
        || imprint.receivedAt().toEpochMilli() <= forgottenSignalMs;
  }

  /** An id is no longer remembered; nothing as old counts as new from here on. */
  public void forgot(Remembered id) {
    switch (id.kind()) {
      case SIGNAL -> forgottenSignalMs = Math.max(forgottenSignalMs, id.time().toEpochMilli());
      case CONTENT -> forgottenAlertMs = Math.max(forgottenAlertMs, id.time().toEpochMilli());
      case NONCE -> {} // its content was forgotten long before
    }
  }

  /** Whether a later word on what the strategy holds in the market was followed. */
  public boolean overtaken(String market, Instant alertTime) {
    var followed = mark(market).followed();
    return followed != null && alertTime.isBefore(followed);
  }

  /** How the market's position was built. */
  public Entries entries(String market) {
    return mark(market).entries();
  }

  /** How many orders were approved so far. */
  public Activity activity(Instant now) {
    return new Activity(
        within(recentEntries, now),
        within(recentExits, now),
        countedDay.isBefore(day(now)) ? 0 : entriesOnDay);
  }

  /** Remembers an approved order as reserved and counted. */
  public void reserve(UUID intentId, Order order, Instant now) {
    var reservation = order.reservation();
    if (reservation != null) {
      held.put(intentId, HeldReservation.taken(reservation, now));
    }
    if (reservation == null) {
      return; // a cancel is no order and has no pace
    }
    if (order.exit()) {
      count(recentExits, now);
      return;
    }
    count(recentEntries, now);
    countToday(now);
    markets.put(order.market(), mark(order.market()).entered(now));
  }

  /** Remembers that an alert's word on what the strategy holds was followed. */
  public void follow(String market, Instant alertTime) {
    markets.put(market, mark(market).followed(alertTime));
  }

  /** When orders of the market that had lost their reason were last cancelled. */
  public @Nullable Instant tidiedAt(String market) {
    return mark(market).tidiedAt();
  }

  /** Remembers that they are being cancelled. */
  public void tidied(String market, Instant now) {
    markets.put(market, mark(market).tidied(now));
  }

  private MarketMark mark(String market) {
    return markets.getOrDefault(market, MarketMark.NONE);
  }

  private static int within(ArrayDeque<Long> times, Instant now) {
    long since = now.toEpochMilli() - MINUTE_MS;
    return (int) times.stream().filter(time -> time > since).count();
  }

  private static void count(ArrayDeque<Long> times, Instant now) {
    long since = now.toEpochMilli() - MINUTE_MS;
    times.removeIf(time -> time <= since);
    times.addLast(now.toEpochMilli());
  }

  private void countToday(Instant now) {
    var today = day(now);
    // A clock that goes back a day must not hand out a fresh count.
    if (today.isAfter(countedDay)) {
      countedDay = today;
      entriesOnDay = 0;
    }
    entriesOnDay++;
  }

  private static LocalDate day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}

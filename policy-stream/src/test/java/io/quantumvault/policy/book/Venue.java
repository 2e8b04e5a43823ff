package io.quantumvault.policy.book;

import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A venue and a signer that behave as badly as they may: orders land in any order or not, fill
 * wholly, partly or not at all, rest and fill later, and readings come late. The signer keeps to
 * what an order says, on its own reading: an exit takes no more than there is, an opening part
 * waits for a flat account, a bound is not passed. Everything is drawn from one seed.
 */
final class Venue {
  private static final BigDecimal STEP = new BigDecimal("0.01");

  private final Random random;
  private final BigDecimal price;
  private final boolean minding;
  private final List<Flight> flights = new ArrayList<>();
  private final List<OpenOrder> resting = new ArrayList<>();
  private BigDecimal position = BigDecimal.ZERO;
  private BigDecimal lowest = BigDecimal.ZERO;
  private BigDecimal highest = BigDecimal.ZERO;
  private Instant now = Cases.NOW;
  private long slot = 1;
  private long sequence;
  private @Nullable Account onItsWay;

  Venue(Random random, BigDecimal price) {
    this(random, price, true);
  }

  /**
   * @param minding whether the signer keeps to the bound that an order names
   */
  Venue(Random random, BigDecimal price, boolean minding) {
    this.random = random;
    this.price = price;
    this.minding = minding;
  }

  /**
   * @param behind the flight that has to end first
   */
  private record Flight(UUID intentId, Order order, @Nullable UUID behind) {}

  /** Orders of one signal, one behind the other. */
  void send(List<UUID> intentIds, List<Order> orders) {
    for (int i = 0; i < orders.size(); i++) {
      flights.add(
          new Flight(intentIds.get(i), orders.get(i), i == 0 ? null : intentIds.get(i - 1)));
    }
  }

  void at(Instant time) {
    now = time;
  }

  boolean busy() {
    return !flights.isEmpty();
  }

  /** The largest absolute position there ever was, in US dollars. */
  BigDecimal largestUsd() {
    return highest.max(lowest.negate()).multiply(price);
  }

  /** The position furthest below zero there ever was. */
  BigDecimal lowest() {
    return lowest;
  }

  /** The position furthest above zero there ever was. */
  BigDecimal highest() {
    return highest;
  }

  BigDecimal position() {
    return position;
  }

  /** One thing happens; the book hears of it, or not. */
  void happen(BotBook book) {
    slot++;
    switch (random.nextInt(9)) {
      case 0 -> fillResting();
      case 1 -> book.observe(account());
      case 2 -> cancelResting();
      case 3 -> onItsWay = account();
      case 4 -> arrive(book);
      case 5 -> protect();
      default -> advance(book);
    }
  }

  /** Everything in flight ends, and the book reads what came of it. */
  void settle(BotBook book) {
    while (busy()) {
      slot++;
      advance(book);
    }
    slot++;
    book.observe(account());
  }

  /** A reading may arrive long after it was made. */
  private void arrive(BotBook book) {
    if (onItsWay != null) {
      book.observe(onItsWay);
    }
  }

  /** A stop or target comes to rest beside the position. */
  private void protect() {
    if (position.signum() != 0 && resting.size() < 12) {
      var away = position.signum() > 0 ? Direction.SHORT : Direction.LONG;
      rest(away, position.abs(), true);
    }
  }

  private void advance(BotBook book) {
    var ready =
        flights.stream()
            .filter(
                one -> flights.stream().noneMatch(other -> other.intentId().equals(one.behind())))
            .toList();
    if (ready.isEmpty()) {
      return;
    }
    var flight = ready.get(random.nextInt(ready.size()));
    switch (random.nextInt(8)) {
      case 0 -> end(book, flight, random.nextBoolean() ? Outcome.VOID : Outcome.MISSED, null);
      case 1, 2 -> tell(book, flight, Outcome.UNDER_WAY, 0, BigDecimal.ZERO, null);
      case 3 -> tell(book, flight, Outcome.UNKNOWN, 0, BigDecimal.ZERO, null);
      default -> {
        var filled = land(flight.order());
        end(book, flight, filled == null ? Outcome.VOID : Outcome.CONFIRMED, filled);
      }
    }
  }

  /** What it fills, signed; absent where the signer refuses it. */
  private @Nullable BigDecimal land(Order order) {
    if (order.action() == Action.CANCEL) {
      resting.removeIf(one -> one.reduceOnly() != order.cancelsEntries());
      return BigDecimal.ZERO;
    }
    if (order.part() == Part.OPENING && position.signum() != 0) {
      return null;
    }
    var direction = order.direction();
    if (direction == null && position.signum() != 0) {
      direction = position.signum() > 0 ? Direction.SHORT : Direction.LONG;
    }
    var size = direction == null ? BigDecimal.ZERO : room(order, direction);
    if (direction == null || size.signum() == 0) {
      return null;
    }
    if (order.cancelsEntries()) {
      resting.removeIf(one -> !one.reduceOnly());
    }
    var filled = random.nextBoolean() ? size : part(size);
    fill(direction, filled, order.exit());
    if (order.type() == OrderType.LIMIT && filled.compareTo(size) < 0) {
      rest(direction, size.subtract(filled), order.exit());
    }
    return direction == Direction.LONG ? filled : filled.negate();
  }

  private BigDecimal room(Order order, Direction direction) {
    if (order.exit()) {
      var there = against(direction) ? position.abs() : BigDecimal.ZERO;
      return order.wholePosition() ? there : Objects.requireNonNull(order.size()).min(there);
    }
    var size = Objects.requireNonNull(order.size());
    var bound = order.positionBound();
    if (bound == null || !minding) {
      return size;
    }
    var left = bound.subtract(position).multiply(BigDecimal.valueOf(direction.sign()));
    return size.min(left.max(BigDecimal.ZERO));
  }

  private BigDecimal part(BigDecimal size) {
    return size.multiply(BigDecimal.valueOf(random.nextDouble()))
        .divide(STEP, 0, RoundingMode.DOWN)
        .multiply(STEP);
  }

  private void rest(Direction direction, BigDecimal size, boolean reduceOnly) {
    resting.add(new OpenOrder(Cases.SOL, ++sequence, direction, size, reduceOnly, false));
  }

  private void fillResting() {
    if (resting.isEmpty()) {
      return;
    }
    var order = resting.remove(random.nextInt(resting.size()));
    var filled = random.nextBoolean() ? order.remaining() : part(order.remaining());
    fill(order.direction(), filled, order.reduceOnly());
    var rest = order.remaining().subtract(filled);
    if (rest.signum() > 0) {
      rest(order.direction(), rest, order.reduceOnly());
    }
  }

  private void cancelResting() {
    if (!resting.isEmpty()) {
      resting.remove(random.nextInt(resting.size()));
    }
  }

  private boolean against(Direction direction) {
    return position.signum() == -direction.sign();
  }

  private void fill(Direction direction, BigDecimal size, boolean reduceOnly) {
    var bounded = size;
    if (reduceOnly) {
      bounded = against(direction) ? size.min(position.abs()) : BigDecimal.ZERO;
    }
    position = position.add(bounded.multiply(BigDecimal.valueOf(direction.sign())));
    highest = highest.max(position);
    lowest = lowest.min(position);
  }

  private void end(BotBook book, Flight flight, Outcome outcome, @Nullable BigDecimal filled) {
    flights.remove(flight);
    boolean readBack = random.nextInt(4) != 0;
    tell(
        book,
        flight,
        outcome,
        outcome == Outcome.CONFIRMED ? slot : 0,
        filled == null ? BigDecimal.ZERO : filled,
        readBack ? account() : null);
  }

  private void tell(
      BotBook book,
      Flight flight,
      Outcome outcome,
      long landed,
      BigDecimal filled,
      @Nullable Account account) {
    book.apply(
        new ExecutionStep(
            flight.intentId(), new UUID(2, 2), outcome, ++sequence, landed, filled, account),
        now);
  }

  Account account() {
    return new Account(
        slot,
        now,
        new BigDecimal("1000000"),
        Map.of(Cases.SOL, position),
        List.copyOf(resting),
        now.atOffset(ZoneOffset.UTC).toLocalDate(),
        new BigDecimal("1000000"),
        BigDecimal.ZERO,
        1_000_000_000);
  }
}

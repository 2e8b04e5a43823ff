package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.OrderType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A venue and a signer that behave as badly as they may: orders land or not, fill wholly, partly or
 * not at all, rest and fill later, and readings come late. Everything is drawn from one seed.
 */
final class Venue {
  private final Random random;
  private final BigDecimal price;
  private final List<Flight> flights = new ArrayList<>();
  private final List<Resting> resting = new ArrayList<>();
  private BigDecimal position = BigDecimal.ZERO;
  private BigDecimal largest = BigDecimal.ZERO;
  private long slot = 1;
  private long sequence;
  private @Nullable Account onItsWay;

  Venue(Random random, BigDecimal price) {
    this.random = random;
    this.price = price;
  }

  private record Flight(UUID intentId, Order order) {}

  private record Resting(long id, Direction direction, BigDecimal remaining, boolean reduceOnly) {}

  void send(UUID intentId, Order order) {
    flights.add(new Flight(intentId, order));
  }

  boolean busy() {
    return !flights.isEmpty();
  }

  /** The largest absolute position there ever was, in US dollars. */
  BigDecimal largestUsd() {
    return largest.multiply(price);
  }

  BigDecimal position() {
    return position;
  }

  /** One thing happens; the book hears of it, or not. */
  void happen(BotBook book) {
    slot++;
    switch (random.nextInt(8)) {
      case 0 -> fillResting();
      case 1 -> book.observe(account());
      case 2 -> cancelResting();
      case 3 -> onItsWay = account();
      case 4 -> arrive(book);
      default -> advance(book);
    }
  }

  /** A reading may arrive long after it was made. */
  private void arrive(BotBook book) {
    if (onItsWay != null) {
      book.observe(onItsWay);
    }
  }

  private void advance(BotBook book) {
    if (flights.isEmpty()) {
      return;
    }
    var flight = flights.get(random.nextInt(flights.size()));
    switch (random.nextInt(8)) {
      case 0 -> end(book, flight, ExecutionStep.Outcome.VOID);
      case 1, 2 -> tell(book, flight, ExecutionStep.Outcome.UNDER_WAY, 0, null);
      case 3 -> tell(book, flight, ExecutionStep.Outcome.UNKNOWN, 0, null);
      default -> {
        land(flight.order());
        end(book, flight, ExecutionStep.Outcome.CONFIRMED);
      }
    }
  }

  private void land(Order order) {
    var size = Objects.requireNonNull(order.size());
    var direction = Objects.requireNonNull(order.direction());
    var filled =
        random.nextBoolean()
            ? size
            : size.multiply(BigDecimal.valueOf(random.nextDouble())).setScale(9, RoundingMode.DOWN);
    fill(direction, filled, order.reduceOnly());
    var rest = size.subtract(filled);
    if (rest.signum() > 0 && (order.type() == OrderType.LIMIT || random.nextBoolean())) {
      resting.add(new Resting(slot, direction, rest, order.reduceOnly()));
    }
  }

  private void fillResting() {
    if (resting.isEmpty()) {
      return;
    }
    int at = random.nextInt(resting.size());
    var order = resting.remove(at);
    var filled =
        random.nextBoolean()
            ? order.remaining()
            : order.remaining().divide(BigDecimal.TWO, 9, RoundingMode.DOWN);
    fill(order.direction(), filled, order.reduceOnly());
    var rest = order.remaining().subtract(filled);
    if (rest.signum() > 0) {
      resting.add(new Resting(order.id(), order.direction(), rest, order.reduceOnly()));
    }
  }

  private void cancelResting() {
    if (!resting.isEmpty()) {
      resting.remove(random.nextInt(resting.size()));
    }
  }

  private void fill(Direction direction, BigDecimal size, boolean reduceOnly) {
    var bounded = size;
    if (reduceOnly) {
      boolean against =
          direction == Direction.SHORT ? position.signum() > 0 : position.signum() < 0;
      bounded = against ? size.min(position.abs()) : BigDecimal.ZERO;
    }
    position = direction == Direction.LONG ? position.add(bounded) : position.subtract(bounded);
    largest = largest.max(position.abs());
  }

  private void end(BotBook book, Flight flight, ExecutionStep.Outcome outcome) {
    flights.remove(flight);
    boolean readBack = random.nextInt(4) != 0;
    tell(
        book,
        flight,
        outcome,
        outcome == ExecutionStep.Outcome.CONFIRMED ? slot : 0,
        readBack ? account() : null);
  }

  private void tell(
      BotBook book,
      Flight flight,
      ExecutionStep.Outcome outcome,
      long landed,
      @Nullable Account account) {
    book.apply(
        new ExecutionStep(flight.intentId(), new UUID(2, 2), outcome, ++sequence, landed, account));
  }

  Account account() {
    var orders =
        resting.stream()
            .map(one -> new OpenOrder(Cases.SOL, one.id(), one.direction(), one.remaining()))
            .toList();
    return new Account(
        slot,
        Cases.NOW,
        new BigDecimal("1000000"),
        Map.of(Cases.SOL, position),
        orders,
        LocalDate.parse("2026-11-20"),
        new BigDecimal("1000000"),
        BigDecimal.ZERO);
  }
}

package io.quantumvault.policy.decision;

import io.quantumvault.policy.decision.Wanted.Closing;
import io.quantumvault.policy.decision.Wanted.Nothing;
import io.quantumvault.policy.decision.Wanted.Opening;
import io.quantumvault.policy.decision.Wanted.Orders;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import io.quantumvault.schemas.rules.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns an alert's words into orders on what the bot holds: which part closes, which opens, and how
 * much of each is left once the strategy's own position has had its say. An order is made smaller,
 * never larger. Rule: the page docs/policy.md, "The strategy's own position".
 */
final class Wish {
  /** More than anybody holds, and few enough digits for the signer. */
  private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

  private static final BigDecimal LEAST_PRICE = new BigDecimal("0.000000001");

  private final DecisionRequest request;
  private final Alert alert;
  private final Holding holding;
  private final BaseUnits units;
  private final @Nullable StrategyPosition after;
  private final List<Notice> notices = new ArrayList<>();

  Wish(DecisionRequest request, PositionMode mode) {
    this.request = request;
    this.alert = request.alert();
    this.holding = Holding.of(request);
    this.units = new BaseUnits(request, holding);
    boolean counts = mode != PositionMode.AS_SENT || alert.action() == Action.SYNC;
    this.after = counts ? alert.positionAfter() : null;
  }

  List<Notice> notices() {
    return notices;
  }

  /** Whether the sender meant to get out, whatever is held. */
  boolean meansExit() {
    return alert.action() == Action.CLOSE
        || alert.action() == Action.CANCEL
        || alert.reduceOnly()
        || (after != null && after.isFlat());
  }

  Wanted wanted() {
    if (alert.type() == OrderType.LIMIT && !sensible(alert.limitPrice())) {
      return new Nothing(
          Rule.SIZE_INVALID, "a limit order needs a price above zero, from 0.000000001 on");
    }
    return switch (alert.action()) {
      case BUY -> order(Direction.LONG);
      case SELL -> order(Direction.SHORT);
      case CLOSE -> close();
      case SYNC -> sync();
      case CANCEL -> new Wanted.CancelEntries();
    };
  }

  private Wanted order(Direction direction) {
    if (alert.size() == null) {
      return new Nothing(Rule.SIZE_INVALID, "give a size, or close, or sync");
    }
    var size = units.of(alert.size(), holding.reducedBy(direction) || meansExit());
    if (size != null && holding.floor(size).signum() == 0) {
      return tooSmall(size);
    }
    missedAlert(direction);
    if (meansExit()) {
      return reduce(direction, size);
    }
    return holding.reducedBy(direction) ? against(direction, size) : along(direction, size);
  }

  /** Cut to what is held; while something is in flight the signer does that. */
  private Wanted reduce(Direction direction, @Nullable BigDecimal size) {
    if (holding.settled() && !holding.reducedBy(direction)) {
      return new Nothing(
          Rule.POSITION_DIFFERS,
          "the order is to reduce, and the position is %s; send sync to follow the strategy"
              .formatted(Numbers.plain(holding.held())));
    }
    if (size == null) {
      return unpriced();
    }
    return closing(direction, atMostHeld(size));
  }

  /** Against the position: a reduction, or a flip where the strategy's position allows one. */
  private Wanted against(Direction direction, @Nullable BigDecimal size) {
    if (size == null) {
      return unpriced();
    }
    var held = holding.expected().abs();
    var floored = holding.floor(size);
    if (floored.compareTo(held) <= 0) {
      return closing(direction, size);
    }
    var beyond = floored.subtract(held);
    var turned = holding.floor(turned(direction, beyond));
    if (turned.compareTo(beyond) < 0) {
      cut(floored, held.add(turned));
    }
    var all = new Closing(direction, held, true, null);
    return turned.signum() == 0
        ? new Orders(all, null)
        : new Orders(all, new Opening(direction, turned, bound()));
  }

  /** What of the rest beyond zero the strategy's position lets through. */
  private BigDecimal turned(Direction direction, BigDecimal beyond) {
    return switch (after) {
      case null -> exactSize() ? beyond : BigDecimal.ZERO;
      case StrategyPosition.Exactly(var base)
          when exactSize() && base.signum() == direction.sign() ->
          beyond.min(base.abs());
      case StrategyPosition known -> known.sign() == direction.sign() ? beyond : BigDecimal.ZERO;
    };
  }

  /** From flat, or further away from it. */
  private Wanted along(Direction direction, @Nullable BigDecimal size) {
    if (after != null && after.sign() != direction.sign()) {
      return differs();
    }
    if (size == null) {
      return new Orders(null, new Opening(direction, null, bound()));
    }
    var floored = holding.floor(size);
    var room = floored;
    if (exactSize() && after instanceof StrategyPosition.Exactly(var base)) {
      var taken = holding.expected().abs().add(Holding.restingEntries(request, direction));
      room = holding.floor(base.abs().subtract(taken).max(BigDecimal.ZERO));
    }
    if (room.signum() == 0) {
      return differs();
    }
    if (room.compareTo(floored) < 0) {
      cut(floored, room);
    }
    return new Orders(null, new Opening(direction, room.min(floored), bound()));
  }

  private Wanted close() {
    var side = alert.closes();
    int sign = holding.expected().signum();
    if (holding.settled() && (sign == 0 || (side != null && side.sign() != sign))) {
      return new Nothing(
          Rule.NOTHING_TO_CLOSE, "the position is %s".formatted(Numbers.plain(holding.held())));
    }
    var direction = side != null ? side.opposite() : sign == 0 ? null : towardsZero();
    if (alert.size() == null) {
      return Wanted.closing(direction, holding.expected().abs(), true);
    }
    var size = units.of(alert.size(), true);
    if (size == null) {
      return unpriced();
    }
    return closing(direction, atMostHeld(size));
  }

  private BigDecimal atMostHeld(BigDecimal size) {
    return size.min(holding.settled() ? holding.held().abs() : MOST);
  }

  /** The order that brings what is held, and what is on its way, to what the strategy holds. */
  private Wanted sync() {
    if (!(after instanceof StrategyPosition.Exactly(var target))) {
      return new Nothing(Rule.POSITION_DIFFERS, "sync needs positionAfter as a number");
    }
    var expected = holding.expected();
    var change = target.subtract(expected);
    if (alert.size() instanceof Size.Base(var moved) && !holding.near(change.abs(), moved)) {
      missed("moved by %s to %s".formatted(Numbers.plain(moved), Numbers.plain(target)));
    }
    if (holding.floor(target).signum() == 0) {
      return holding.settled() && expected.signum() == 0
          ? alreadyThere()
          : Wanted.closing(expected.signum() == 0 ? null : towardsZero(), expected.abs(), true);
    }
    if (holding.floor(change.abs()).signum() == 0) {
      return alreadyThere();
    }
    var direction = Direction.of(change);
    if (expected.signum() == -target.signum()) {
      return new Orders(
          new Closing(direction, expected.abs(), true, null),
          new Opening(direction, holding.floor(target.abs()), bound(target)));
    }
    return target.abs().compareTo(expected.abs()) < 0
        ? new Orders(
            new Closing(direction, holding.floor(change.abs()), false, bound(target)), null)
        : new Orders(null, new Opening(direction, holding.floor(change.abs()), bound(target)));
  }

  private Wanted alreadyThere() {
    var account = request.account();
    boolean entriesRest =
        account != null
            && account.openOrders().stream()
                .anyMatch(one -> one.market().equals(alert.market()) && !one.reduceOnly());
    return entriesRest
        ? new Wanted.CancelEntries()
        : new Nothing(
            Rule.ALREADY_THERE,
            "the position is %s already".formatted(Numbers.plain(holding.expected())));
  }

  private Wanted closing(@Nullable Direction direction, BigDecimal size) {
    var floored = holding.floor(size);
    return floored.signum() == 0 ? tooSmall(size) : Wanted.closing(direction, floored, false);
  }

  private Direction towardsZero() {
    return Direction.of(holding.expected().negate());
  }

  /**
   * Whether the size is what the strategy counts in, so that it can be set against its position.
   */
  private boolean exactSize() {
    return alert.size() instanceof Size.Base;
  }

  private @Nullable BigDecimal bound() {
    return exactSize() && after instanceof StrategyPosition.Exactly(var base) ? bound(base) : null;
  }

  /** In the venue's steps, as every size is: the signer reads no more digits than those. */
  private BigDecimal bound(BigDecimal position) {
    var size = holding.floor(position.abs());
    return position.signum() < 0 ? size.negate() : size;
  }

  private static boolean sensible(@Nullable BigDecimal price) {
    return price != null && price.compareTo(LEAST_PRICE) >= 0 && price.compareTo(MOST) < 0;
  }

  private void missedAlert(Direction direction) {
    if (holding.known()
        && after instanceof StrategyPosition.Exactly(var base)
        && alert.size() instanceof Size.Base(var units)) {
      var before = base.subtract(direction.signed(units));
      if (!holding.near(before, holding.expected())) {
        missed("held %s before this alert".formatted(Numbers.plain(before)));
      }
    }
  }

  private void missed(String strategy) {
    notices.add(
        new Notice(
            Notice.Kind.MISSED_ALERT,
            "the strategy %s, the bot holds %s"
                .formatted(strategy, Numbers.plain(holding.expected()))));
  }

  private void cut(BigDecimal asked, BigDecimal left) {
    notices.add(
        new Notice(
            Notice.Kind.SIZE_CUT,
            "%s of %s, so that the position ends where the strategy's does"
                .formatted(Numbers.plain(left), Numbers.plain(asked))));
  }

  private Wanted differs() {
    return new Nothing(
        Rule.POSITION_DIFFERS,
        "the position is %s, the strategy's %s after this order; send sync to follow it"
            .formatted(
                Numbers.plain(holding.expected()),
                switch (Objects.requireNonNull(after)) {
                  case StrategyPosition.Exactly(var base) -> Numbers.plain(base);
                  case StrategyPosition.Side(var side) -> side.name();
                }));
  }

  private Wanted tooSmall(BigDecimal size) {
    return new Nothing(
        Rule.SIZE_INVALID,
        "%s is less than the smallest size, %s"
            .formatted(Numbers.plain(size), Numbers.plain(holding.step())));
  }

  private Wanted unpriced() {
    return new Nothing(
        Rule.PRICE_UNAVAILABLE,
        "there is no price of %s to size the order with".formatted(alert.market()));
  }
}

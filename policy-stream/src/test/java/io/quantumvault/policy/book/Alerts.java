package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.with;

import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Size;
import io.quantumvault.policy.decision.StrategyPosition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Alerts drawn from one seed. */
final class Alerts {
  private final Random random;

  Alerts(Random random) {
    this.random = random;
  }

  /** Anything a sender may send. */
  Alert any(Instant now) {
    var action =
        switch (random.nextInt(12)) {
          case 0, 1 -> Action.CLOSE;
          case 2 -> Action.SYNC;
          case 3 -> Action.CANCEL;
          case 4, 5, 6, 7 -> Action.SELL;
          default -> Action.BUY;
        };
    boolean trades = action == Action.BUY || action == Action.SELL;
    boolean limit = trades && random.nextInt(3) == 0;
    return new Alert(
        new UUID(random.nextLong(), random.nextLong()),
        new UUID(2, 2),
        Cases.SOL,
        action,
        limit ? OrderType.LIMIT : OrderType.MARKET,
        trades || (action == Action.CLOSE && random.nextBoolean()) ? size() : null,
        limit ? Desk.PRICE : null,
        trades && random.nextInt(8) == 0,
        null,
        null,
        action == Action.SYNC ? exactly() : trades ? after() : null,
        action == Action.CLOSE && random.nextInt(3) == 0 ? side() : null,
        null,
        null,
        now.minusMillis(random.nextInt(5000)));
  }

  /** Of a strategy that went from one position to another. */
  Alert move(BigDecimal from, BigDecimal to, Instant now) {
    var moved = to.subtract(from);
    boolean sync = random.nextInt(6) == 0;
    var action = sync ? Action.SYNC : moved.signum() > 0 ? Action.BUY : Action.SELL;
    var size = moved.signum() == 0 ? null : moved.abs().toPlainString();
    return with(
        with(
            with(Cases.alert(moved.signum() == 0 ? Action.SYNC : action, size), "alertTime", now),
            "signalId",
            new UUID(random.nextLong(), random.nextLong())),
        "positionAfter",
        new StrategyPosition.Exactly(to));
  }

  /** Between -9 and 9, a quarter of the time zero. */
  BigDecimal position() {
    return random.nextInt(4) == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(random.nextInt(1801) - 900, 2);
  }

  private Size size() {
    return switch (random.nextInt(8)) {
      case 0 -> new Size.Usd(BigDecimal.valueOf(1 + random.nextInt(1000)));
      case 1 -> new Size.Percent(BigDecimal.valueOf(1 + random.nextInt(100)));
      default -> new Size.Base(BigDecimal.valueOf(1 + random.nextInt(1000), 2));
    };
  }

  private @Nullable StrategyPosition after() {
    return switch (random.nextInt(4)) {
      case 0 -> exactly();
      case 1 -> random.nextBoolean() ? null : new StrategyPosition.Side(side());
      default -> null;
    };
  }

  private StrategyPosition exactly() {
    return new StrategyPosition.Exactly(position());
  }

  private Direction side() {
    return random.nextBoolean() ? Direction.LONG : Direction.SHORT;
  }
}

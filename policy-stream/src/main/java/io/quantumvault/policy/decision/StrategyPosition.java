package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/** What the strategy holds after an order, as far as its alert says. */
public sealed interface StrategyPosition {
  /** Signed base units. */
  record Exactly(BigDecimal base) implements StrategyPosition {}

  /** Some position on this side. */
  record Side(Direction direction) implements StrategyPosition {}

  /** 1 for long, -1 for short, 0 for flat. */
  default int sign() {
    return switch (this) {
      case Exactly(var base) -> base.signum();
      case Side(var direction) -> direction.sign();
    };
  }

  /** Whether the strategy holds nothing. */
  default boolean isFlat() {
    return sign() == 0;
  }
}

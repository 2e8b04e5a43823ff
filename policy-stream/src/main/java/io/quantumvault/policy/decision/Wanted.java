package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What an alert comes down to on what is held. */
sealed interface Wanted {
  /** A closing order, an opening one, or both of a flip. */
  record Orders(@Nullable Closing closing, @Nullable Opening opening) implements Wanted {}

  /** Only that resting entry orders go. */
  record CancelEntries() implements Wanted {}

  /** No order, and why. */
  record Nothing(Rule rule, String detail) implements Wanted {}

  /**
   * Can only bring the position nearer to zero.
   *
   * @param direction absent where only the signer can tell which way
   * @param size base units, the most it takes
   * @param whole takes all that the signer finds
   * @param bound it takes no more than leaves this; a fill may be known here that the signer sees
   */
  record Closing(
      @Nullable Direction direction, BigDecimal size, boolean whole, @Nullable BigDecimal bound) {}

  /**
   * Anything else.
   *
   * @param size base units; absent while there is no price to turn dollars into them
   * @param bound the position may not end beyond it
   */
  record Opening(Direction direction, @Nullable BigDecimal size, @Nullable BigDecimal bound) {}

  static Wanted closing(@Nullable Direction direction, BigDecimal size, boolean whole) {
    return new Orders(new Closing(direction, size, whole, null), null);
  }
}

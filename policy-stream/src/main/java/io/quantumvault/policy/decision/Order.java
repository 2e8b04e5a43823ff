package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the signer is asked to place.
 *
 * @param direction absent for a cancel, and for a close of a position whose side is not known yet
 * @param size base units; absent for a cancel; of an exit the most that is taken off
 * @param exit can only bring the position nearer to zero; the venue is told so
 * @param wholePosition an exit of all that the signer finds
 * @param cancelsEntries takes the bot's resting entry orders of the market along
 * @param maxSlippageBps the tighter of the alert's and the policy's
 * @param positionBound the position may not end further from zero than this, nor across it
 * @param deadline after which nothing may be signed
 */
public record Order(
    String market,
    Part part,
    Action action,
    OrderType type,
    @Nullable Direction direction,
    @Nullable BigDecimal size,
    @Nullable BigDecimal limitPrice,
    boolean exit,
    boolean wholePosition,
    boolean cancelsEntries,
    int maxSlippageBps,
    @Nullable BigDecimal positionBound,
    @Nullable Trigger stopLoss,
    @Nullable Trigger takeProfit,
    Instant deadline) {

  /** What it may still do to the position; a cancel does nothing. */
  public @Nullable Reservation reservation() {
    return action == Action.CANCEL
        ? null
        : new Reservation(
            market,
            direction,
            size == null || wholePosition ? BigDecimal.ZERO : size,
            exit,
            type.mayRest());
  }
}

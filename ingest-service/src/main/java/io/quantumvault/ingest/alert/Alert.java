package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A body that is an alert, normalised: decimals without trailing zeros, exact as they were written.
 *
 * @param id the sender's own id of the alert; null where it gave none
 * @param market a symbol of the market table
 * @param closes for a close: the side that is to be closed; null for either
 * @param size null for a close of all, and for cancel and sync
 * @param limitPrice US dollars per base unit; null for market orders
 * @param alertPrice the price the alert saw, information only
 * @param positionAfter signed base units the strategy holds after this order
 * @param sideAfter the side it holds then, where only that is known
 * @param leverage a ceiling for this order; null in an exit, as stop and target are
 * @param slippageBps hundredths of a per cent
 * @param time the alert's own time, of milliseconds
 */
public record Alert(
    @Nullable String id,
    String market,
    Action action,
    @Nullable Side closes,
    OrderType type,
    @Nullable Size size,
    @Nullable BigDecimal limitPrice,
    @Nullable BigDecimal alertPrice,
    @Nullable Trigger stopLoss,
    @Nullable Trigger takeProfit,
    boolean reduceOnly,
    @Nullable BigDecimal positionAfter,
    @Nullable Side sideAfter,
    @Nullable BigDecimal leverage,
    @Nullable Integer slippageBps,
    Instant time) {

  /** Whether it asks to get out and for nothing else. */
  public boolean exit() {
    return Exit.asked(action, reduceOnly, positionAfter);
  }
}

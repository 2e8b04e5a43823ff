package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A body that is an alert, normalised.
 *
 * @param id the sender's own id of the alert; null where it gave none
 * @param market a symbol of the market table
 * @param sizeBase base units, positive; null unless the action has a size and it is given so
 * @param sizeUsd US dollars, positive; null unless the action has a size and it is given so
 * @param limitPrice US dollars per base unit; null for market orders
 * @param alertPrice the price the alert saw, information only
 * @param positionAfter signed base units the strategy believes it will hold
 * @param slippageBps hundredths of a percent
 * @param time the alert's own time; the time of receipt where it has an id and no time
 */
public record Alert(
    @Nullable String id,
    String market,
    Action action,
    OrderType type,
    @Nullable BigDecimal sizeBase,
    @Nullable BigDecimal sizeUsd,
    @Nullable BigDecimal limitPrice,
    @Nullable BigDecimal alertPrice,
    @Nullable BigDecimal positionAfter,
    boolean reduceOnly,
    @Nullable BigDecimal leverage,
    @Nullable Integer slippageBps,
    Instant time) {}

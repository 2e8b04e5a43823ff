package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An accepted webhook, read and checked for shape only.
 *
 * @param sizeBase base units, at most one of the two sizes is honoured
 * @param sizeUsd US dollars, turned into base units at the oracle price
 * @param limitPrice US dollars per base unit, only for {@link OrderType#LIMIT}
 * @param slippageBps the alert's own bound, within the policy's
 * @param alertTime the alert's own clock
 */
public record Alert(
    UUID signalId,
    UUID botId,
    String market,
    Action action,
    OrderType type,
    @Nullable BigDecimal sizeBase,
    @Nullable BigDecimal sizeUsd,
    @Nullable BigDecimal limitPrice,
    boolean reduceOnly,
    @Nullable BigDecimal leverage,
    @Nullable Integer slippageBps,
    Instant alertTime) {}

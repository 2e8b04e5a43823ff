package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An accepted webhook, read and checked for shape only.
 *
 * @param size absent for a close of everything, for cancel, and mostly for sync
 * @param limitPrice US dollars per base unit, only for {@link OrderType#LIMIT}
 * @param leverage a ceiling for this order, beside the policy's
 * @param slippageBps the alert's own bound, within the policy's
 * @param positionAfter what the strategy holds after this order
 * @param closes for a close: the side it means; absent for either
 * @param alertTime the alert's own clock
 */
public record Alert(
    UUID signalId,
    UUID botId,
    String market,
    Action action,
    OrderType type,
    @Nullable Size size,
    @Nullable BigDecimal limitPrice,
    boolean reduceOnly,
    @Nullable BigDecimal leverage,
    @Nullable Integer slippageBps,
    @Nullable StrategyPosition positionAfter,
    @Nullable Direction closes,
    @Nullable Trigger stopLoss,
    @Nullable Trigger takeProfit,
    Instant alertTime) {}

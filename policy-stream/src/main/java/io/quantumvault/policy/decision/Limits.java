package io.quantumvault.policy.decision;

import io.quantumvault.schemas.policy.TradingHours;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The granted policy's limits that bind an alert. Money in US dollars. No limit is optional but the
 * trading hours; nothing means unlimited.
 */
public record Limits(
    Set<String> allowedMarkets,
    Set<OrderType> allowedOrderTypes,
    BigDecimal maxPositionNotionalUsd,
    BigDecimal maxOrderNotionalUsd,
    BigDecimal maxLeverage,
    int maxSlippageBps,
    BigDecimal dailyLossLimitUsd,
    int maxOrdersPerMinute,
    int maxOrdersPerDay,
    int maxOpenOrders,
    @Nullable TradingHours tradingHours) {}

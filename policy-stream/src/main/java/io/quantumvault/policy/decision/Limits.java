package io.quantumvault.policy.decision;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import io.quantumvault.schemas.policy.TradingHours;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The granted policy's limits that bind an alert. Money in US dollars. */
public record Limits(
    Set<String> allowedMarkets,
    Set<OrderType> allowedOrderTypes,
    BigDecimal maxPositionNotionalUsd,
    BigDecimal maxOrderNotionalUsd,
    BigDecimal maxLeverage,
    int maxSlippageBps,
    int exitSlippageBps,
    Duration exitsFor,
    PositionMode positionMode,
    @Nullable Integer maxStopDistanceBps,
    @Nullable Duration cooldown,
    @Nullable Integer maxEntriesPerPosition,
    BigDecimal dailyLossLimitUsd,
    int maxOrdersPerMinute,
    int maxOrdersPerDay,
    int maxOpenOrders,
    @Nullable TradingHours tradingHours,
    long minFeeBalanceLamports) {}

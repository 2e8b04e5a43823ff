package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision looked at, so that it can be explained and replayed; absent where unknown.
 */
public record Inputs(
    Instant now,
    long stateVersion,
    @Nullable GrantTerms grant,
    @Nullable Quote quote,
    @Nullable Account account,
    String market,
    Exposure exposure,
    int openOrders,
    @Nullable BigDecimal dayLossUsd,
    Activity activity,
    @Nullable BigDecimal otherExposureUsd) {}

package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The limits that a policy's bytes set. */
public final class LimitsReader {
  private LimitsReader() {}

  /** The limits of policy bytes; null where they are none. */
  public static @Nullable Limits read(byte[] policy) {
    try {
      return of(PolicyDocument.parseCanonical(policy));
    } catch (PolicyFormatException e) {
      return null;
    }
  }

  /** The limits of a policy. */
  public static Limits of(PolicyDocument policy) {
    return new Limits(
        Set.copyOf(policy.allowedMarkets()),
        policy.allowedOrderTypes().stream()
            .map(kind ->
                switch (kind) {
                  case MARKET -> OrderType.MARKET;
                  case LIMIT -> OrderType.LIMIT;
                })
            .collect(Collectors.toUnmodifiableSet()),
        policy.maxPositionNotionalUsd(),
        policy.maxOrderNotionalUsd(),
        policy.maxLeverage(),
        policy.maxSlippageBps(),
        policy.exitSlippageBps(),
        policy.exitsFor(),
        policy.positionMode(),
        policy.maxStopDistanceBps(),
        policy.cooldownSeconds() == null ? null : Duration.ofSeconds(policy.cooldownSeconds()),
        policy.maxEntriesPerPosition(),
        policy.dailyLossLimitUsd(),
        policy.maxOrdersPerMinute(),
        policy.maxOrdersPerDay(),
        policy.maxOpenOrders(),
        policy.tradingHours(),
        policy.minFeeBalanceLamports());
  }
}

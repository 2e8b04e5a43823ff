package io.quantumvault.schemas.text;

import static java.util.stream.Collectors.joining;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.TradingHours;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Every limit of a policy as one line of ASCII, so that what a wallet shows is what is enforced.
 */
final class GrantStatement {
  private GrantStatement() {}

  static String of(PolicyDocument policy, Instant grantExpiresAt) {
    return String.join(
        "; ",
        "Let bot %s trade unattended with agent wallet %s on %s account %s until %s, exits until %s"
            .formatted(
                policy.botId(),
                policy.agentWallet(),
                policy.venue(),
                policy.tradingAccount(),
                AuthorisationText.time(grantExpiresAt),
                AuthorisationText.time(grantExpiresAt.plus(policy.exitsFor()))),
        "markets " + String.join(", ", policy.allowedMarkets()),
        "order types " + policy.allowedOrderTypes().stream().map(Enum::name).collect(joining(", ")),
        "largest position " + plain(policy.maxPositionNotionalUsd()) + " USD",
        "largest order " + plain(policy.maxOrderNotionalUsd()) + " USD",
        "leverage at most " + plain(policy.maxLeverage()),
        "slippage at most %d basis points, of exits %d"
            .formatted(policy.maxSlippageBps(), policy.exitSlippageBps()),
        "position mode " + policy.positionMode().text(),
        "stop loss " + stop(policy),
        "entries " + entries(policy),
        "daily loss limit " + plain(policy.dailyLossLimitUsd()) + " USD",
        "at most %d orders a minute and %d a day"
            .formatted(policy.maxOrdersPerMinute(), policy.maxOrdersPerDay()),
        "at most " + policy.maxOpenOrders() + " open orders",
        "trading hours " + hours(policy.tradingHours()),
        "keep " + policy.minFeeBalanceLamports() + " lamports for fees",
        "priority fee at most " + policy.maxPriorityFeeLamports() + " lamports a transaction.");
  }

  private static String hours(@org.jspecify.annotations.Nullable TradingHours hours) {
    return hours == null ? "always" : hours.text();
  }

  private static String stop(PolicyDocument policy) {
    return policy.maxStopDistanceBps() == null
        ? "not required"
        : "required within %d basis points".formatted(policy.maxStopDistanceBps());
  }

  private static String entries(PolicyDocument policy) {
    var most = policy.maxEntriesPerPosition();
    var pause = policy.cooldownSeconds();
    return (most == null ? "any number" : "at most " + most)
        + " a position, "
        + (pause == null ? "no pause" : pause + " seconds apart");
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}

package io.quantumvault.owner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The policy a scripted owner writes: moderate limits, each of which a script may set otherwise.
 */
public final class PolicyDraft {
  private PolicyDraft() {}

  /**
   * All fields of the policy of a bot on the paper chain.
   *
   * @param limits what differs, by field name; numbers as decimal text
   */
  public static Map<String, Object> of(Owner.Bot bot, Map<String, ?> limits) {
    var policy =
        new HashMap<String, Object>(
            Map.ofEntries(
                Map.entry("schemaVersion", "1"),
                Map.entry("botId", bot.botId()),
                Map.entry("agentWallet", bot.agentWallet()),
                Map.entry("cluster", "localnet"),
                Map.entry("venue", "drift-v2"),
                Map.entry("tradingAccount", bot.tradingAccount()),
                Map.entry("allowedMarkets", List.of("SOL-PERP", "BTC-PERP")),
                Map.entry("maxPositionNotionalUsd", "2000"),
                Map.entry("maxOrderNotionalUsd", "1000"),
                Map.entry("maxLeverage", "2"),
                Map.entry("allowedOrderTypes", List.of("MARKET")),
                Map.entry("maxSlippageBps", "100"),
                Map.entry("dailyLossLimitUsd", "500"),
                Map.entry("maxOrdersPerMinute", "600"),
                Map.entry("maxOrdersPerDay", "100000"),
                Map.entry("maxOpenOrders", "4"),
                Map.entry("minFeeBalanceLamports", "50000000"),
                Map.entry("maxPriorityFeeLamports", "100000")));
    policy.putAll(limits);
    return policy;
  }
}

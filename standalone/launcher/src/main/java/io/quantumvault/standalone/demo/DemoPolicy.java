package io.quantumvault.standalone.demo;

import io.quantumvault.owner.Owner;
import java.util.List;
import java.util.Map;

/** The limits the demo's owner signs for. */
final class DemoPolicy {
  private DemoPolicy() {}

  static Map<String, ?> of(Owner.Bot bot) {
    return Map.ofEntries(
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
        Map.entry("maxOrdersPerMinute", "30"),
        Map.entry("maxOrdersPerDay", "500"),
        Map.entry("maxOpenOrders", "4"),
        Map.entry("minFeeBalanceLamports", "50000000"),
        Map.entry("maxPriorityFeeLamports", "100000"));
  }
}

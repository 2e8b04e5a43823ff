package io.quantumvault.schemas.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A valid policy for tests. */
public final class Policies {
  public static final String JSON =
      """
      {"schemaVersion":"1","botId":"0190a0b0-0000-7000-8000-000000000001",
       "agentWallet":"GMrRMZzeCg8kGPAXqrFabg2wDA5VcD4QBQgG8siXR4QT","cluster":"localnet","venue":"drift-v2",
       "tradingAccount":"8UJgxaiQx5nTrdDgph5FiahMmzduuLTLf5WmsPegYA6W","allowedMarkets":["SOL-PERP","BTC-PERP"],
       "maxPositionNotionalUsd":"1000.50","maxOrderNotionalUsd":"500","maxLeverage":"3","allowedOrderTypes":["MARKET"],
       "maxSlippageBps":"50","dailyLossLimitUsd":"100","maxOrdersPerMinute":"10","maxOrdersPerDay":"200",
       "maxOpenOrders":"5","minFeeBalanceLamports":"50000000","maxPriorityFeeLamports":"100000"}\
      """;

  private Policies() {}

  public static PolicyDocument example() {
    try {
      return PolicyDocument.parse(JSON.getBytes(UTF_8));
    } catch (PolicyFormatException e) {
      throw new AssertionError(e);
    }
  }
}

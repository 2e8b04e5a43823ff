package io.quantumvault.schemas.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Canonical JSON (RFC 8785) for policies: members sorted, no white space, numbers as strings. All
 * strings a policy can hold are printable ASCII without quotes and backslashes (the reader refuses
 * others), so none needs an escape.
 */
final class PolicyWriter {
  private PolicyWriter() {}

  static byte[] write(PolicyDocument policy) {
    var members = new TreeMap<String, String>();
    members.put("schemaVersion", quoted(policy.schemaVersion()));
    members.put("botId", quoted(policy.botId()));
    members.put("agentWallet", quoted(policy.agentWallet()));
    members.put("cluster", quoted(policy.cluster()));
    members.put("venue", quoted(policy.venue()));
    members.put("tradingAccount", quoted(policy.tradingAccount()));
    members.put("allowedMarkets", array(policy.allowedMarkets()));
    members.put("maxPositionNotionalUsd", decimal(policy.maxPositionNotionalUsd()));
    members.put("maxOrderNotionalUsd", decimal(policy.maxOrderNotionalUsd()));
    members.put("maxLeverage", decimal(policy.maxLeverage()));
    members.put("allowedOrderTypes", array(policy.allowedOrderTypes()));
    members.put("maxSlippageBps", quoted(policy.maxSlippageBps()));
    members.put("exitSlippageBps", quoted(policy.exitSlippageBps()));
    members.put("exitMinutes", quoted(policy.exitMinutes()));
    members.put("positionMode", quoted(policy.positionMode().text()));
    members.put("requireStopLoss", Boolean.toString(policy.requireStopLoss()));
    optional(members, "maxStopDistanceBps", policy.maxStopDistanceBps());
    optional(members, "cooldownSeconds", policy.cooldownSeconds());
    optional(members, "maxEntriesPerPosition", policy.maxEntriesPerPosition());
    members.put("dailyLossLimitUsd", decimal(policy.dailyLossLimitUsd()));
    members.put("maxOrdersPerMinute", quoted(policy.maxOrdersPerMinute()));
    members.put("maxOrdersPerDay", quoted(policy.maxOrdersPerDay()));
    members.put("maxOpenOrders", quoted(policy.maxOpenOrders()));
    var hours = policy.tradingHours();
    if (hours != null) {
      members.put(
          "tradingHours",
          object(
              new TreeMap<>(
                  Map.of(
                      "days", array(hours.orderedDays()),
                      "from", quoted(hours.from()),
                      "to", quoted(hours.to())))));
    }
    members.put("minFeeBalanceLamports", quoted(policy.minFeeBalanceLamports()));
    members.put("maxPriorityFeeLamports", quoted(policy.maxPriorityFeeLamports()));
    return object(members).getBytes(UTF_8);
  }

  private static void optional(
      TreeMap<String, String> members, String name, @Nullable Integer value) {
    if (value != null) {
      members.put(name, quoted(value));
    }
  }

  private static String object(TreeMap<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(joining(",", "{", "}"));
  }

  private static String array(List<?> values) {
    return values.stream().map(PolicyWriter::quoted).collect(joining(",", "[", "]"));
  }

  private static String decimal(BigDecimal value) {
    return quoted(value.toPlainString());
  }

  private static String quoted(Object value) {
    return '"' + value.toString() + '"';
  }
}

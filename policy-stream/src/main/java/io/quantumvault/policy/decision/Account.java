package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The bot's venue account as the chain reported it at a slot. Money in US dollars.
 *
 * @param positions signed base units by market
 * @param day the UTC day the opening equity belongs to
 * @param netDepositsUsd deposits less withdrawals since the opening equity was fixed
 * @param feeLamports what the agent wallet holds
 */
public record Account(
    long slot,
    Instant observedAt,
    BigDecimal equityUsd,
    Map<String, BigDecimal> positions,
    List<OpenOrder> openOrders,
    LocalDate day,
    BigDecimal openingEquityUsd,
    BigDecimal netDepositsUsd,
    long feeLamports) {

  /** Signed base units in the market; zero where there is no position. */
  public BigDecimal position(String market) {
    return positions.getOrDefault(market, BigDecimal.ZERO);
  }

  /**
   * The loss of a UTC day; negative for a gain. On a day that has no opening equity yet the last
   * reading before it is its opening, so the loss is zero until the signer fixes the new one.
   */
  public BigDecimal lossOn(LocalDate today) {
    if (day.isBefore(today)) {
      return BigDecimal.ZERO;
    }
    return openingEquityUsd.add(netDepositsUsd).subtract(equityUsd);
  }
}

package io.quantumvault.schemas.policy;

import io.quantumvault.schemas.ids.Sha256;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every limit of one bot. Its bytes (RFC 8785 JSON, all numbers as decimal strings) are what an
 * owner signs for and what every stage enforces. No field has an unlimited default. Rule: the page
 * docs/policy.md.
 *
 * @param schemaVersion 1
 * @param agentWallet Base58
 * @param cluster mainnet, devnet or localnet
 * @param venue such as {@code drift-v2}
 * @param tradingAccount the bot's own venue account, Base58
 * @param allowedMarkets sorted, such as {@code SOL-PERP}
 * @param maxPositionNotionalUsd largest exposure of one market, US dollars
 * @param maxOrderNotionalUsd largest single order, US dollars
 * @param maxLeverage exposure of all markets over account equity
 * @param allowedOrderTypes sorted
 * @param maxSlippageBps basis points from the oracle price, 1 to 1000; binds what is no exit
 * @param exitSlippageBps the same for exits
 * @param exitMinutes for so long after the grant's end exits pass, 0 to 1440
 * @param requireStopLoss no entry without a stop, at most {@code maxStopDistanceBps} away
 * @param maxStopDistanceBps basis points from the oracle price; null unless a stop is required
 * @param cooldownSeconds between two entries of one market; null for none
 * @param maxEntriesPerPosition entries that may build one position; null for any
 * @param dailyLossLimitUsd US dollars a UTC day
 * @param tradingHours of entries; null for always
 * @param minFeeBalanceLamports what the agent wallet must hold after fees are paid
 * @param maxPriorityFeeLamports per transaction
 */
public record PolicyDocument(
    int schemaVersion,
    UUID botId,
    String agentWallet,
    String cluster,
    String venue,
    String tradingAccount,
    List<String> allowedMarkets,
    BigDecimal maxPositionNotionalUsd,
    BigDecimal maxOrderNotionalUsd,
    BigDecimal maxLeverage,
    List<OrderKind> allowedOrderTypes,
    int maxSlippageBps,
    int exitSlippageBps,
    int exitMinutes,
    PositionMode positionMode,
    boolean requireStopLoss,
    @Nullable Integer maxStopDistanceBps,
    @Nullable Integer cooldownSeconds,
    @Nullable Integer maxEntriesPerPosition,
    BigDecimal dailyLossLimitUsd,
    int maxOrdersPerMinute,
    int maxOrdersPerDay,
    int maxOpenOrders,
    @Nullable TradingHours tradingHours,
    long minFeeBalanceLamports,
    long maxPriorityFeeLamports) {

  /** The longest {@code exitMinutes}. */
  public static final int MOST_EXIT_MINUTES = 1440;

  /** How an order may meet the market. */
  public enum OrderKind {
    MARKET,
    LIMIT
  }

  /** What an alert's own word for the strategy's position is worth. */
  public enum PositionMode {
    /** Nothing: orders are placed as sent. */
    AS_SENT("as-sent"),
    /** Where it is given, no order takes the position beyond it. */
    NEVER_BEYOND("never-beyond"),
    /** Every alert must give it. */
    SYNC("sync");

    private final String text;

    PositionMode(String text) {
      this.text = text;
    }

    /** As a policy writes it. */
    public String text() {
      return text;
    }
  }

  /** For so long after the grant's end exits pass. */
  public Duration exitsFor() {
    return Duration.ofMinutes(exitMinutes);
  }

  /**
   * Sorts and copies the lists, and takes trailing zeros off the decimals, so that equal policies
   * have equal bytes.
   */
  public PolicyDocument {
    allowedMarkets = allowedMarkets.stream().distinct().sorted().toList();
    allowedOrderTypes = allowedOrderTypes.stream().distinct().sorted().toList();
    maxPositionNotionalUsd = maxPositionNotionalUsd.stripTrailingZeros();
    maxOrderNotionalUsd = maxOrderNotionalUsd.stripTrailingZeros();
    maxLeverage = maxLeverage.stripTrailingZeros();
    dailyLossLimitUsd = dailyLossLimitUsd.stripTrailingZeros();
  }

  /**
   * Reads a policy written in any order and spacing.
   *
   * @throws PolicyFormatException with every problem: an unknown, missing or repeated field, a
   *     number that is not a plain decimal string, a value out of range
   */
  public static PolicyDocument parse(byte[] json) throws PolicyFormatException {
    return PolicyReader.read(json);
  }

  /**
   * Reads policy bytes: exactly what {@link #bytes} writes, nothing else.
   *
   * @throws PolicyFormatException if the bytes are not their own canonical form
   */
  public static PolicyDocument parseCanonical(byte[] bytes) throws PolicyFormatException {
    var policy = parse(bytes);
    if (!Arrays.equals(policy.bytes(), bytes)) {
      throw new PolicyFormatException(
          List.of("the bytes are not the canonical form of this policy"));
    }
    return policy;
  }

  /** The canonical bytes. */
  public byte[] bytes() {
    return PolicyWriter.write(this);
  }

  /** SHA-256 of the canonical bytes, 32 bytes. */
  public byte[] sha256() {
    return Sha256.of(bytes());
  }
}

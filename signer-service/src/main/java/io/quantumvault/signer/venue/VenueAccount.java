package io.quantumvault.signer.venue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bot's trading account at one slot, in US dollars and base units.
 *
 * @param equityUsd spot tokens at oracle prices plus profit and loss of all positions
 * @param positions by market; absent where none is open
 * @param markets every market the adapter could read at this slot
 * @param totalDepositsUsd all that was ever deposited
 * @param totalWithdrawalsUsd all that was ever withdrawn
 * @param detail what only the adapter understands
 */
public record VenueAccount(
    long slot,
    BigDecimal equityUsd,
    Map<String, Position> positions,
    List<RestingOrder> openOrders,
    Map<String, Market> markets,
    BigDecimal totalDepositsUsd,
    BigDecimal totalWithdrawalsUsd,
    Detail detail) {

  /** What an adapter keeps for itself. */
  public interface Detail {}

  /**
   * An open position.
   *
   * @param base signed base units
   * @param entryPrice average price at entry, US dollars a base unit; zero without a position
   */
  public record Position(BigDecimal base, BigDecimal entryPrice, BigDecimal unrealisedPnlUsd) {
    /** No position. */
    public static final Position NONE =
        new Position(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** An order that rests at the venue. */
  public record RestingOrder(
      String market,
      long orderId,
      Side side,
      BigDecimal remainingBase,
      BigDecimal price,
      boolean reduceOnly) {}

  /**
   * What an order must fit.
   *
   * @param oraclePrice US dollars a base unit, as the oracle account holds it
   * @param oraclePublishedAt the oracle's own time of its price
   * @param step sizes are multiples of it
   * @param minimumSize no smaller size is taken
   * @param tick prices are multiples of it
   */
  public record Market(
      String symbol,
      BigDecimal oraclePrice,
      Instant oraclePublishedAt,
      BigDecimal step,
      BigDecimal minimumSize,
      BigDecimal tick) {

    /** The largest multiple of the step that is not above the size. */
    public BigDecimal floorSize(BigDecimal size) {
      return size.divideToIntegralValue(step).multiply(step);
    }
  }

  /** Copies what can change. */
  public VenueAccount {
    positions = Map.copyOf(positions);
    openOrders = List.copyOf(openOrders);
    markets = Map.copyOf(markets);
  }

  /** The position in a market, or none. */
  public Position position(String market) {
    return positions.getOrDefault(market, Position.NONE);
  }

  /** A market, if the adapter knows it and could read it. */
  public Optional<Market> market(String symbol) {
    return Optional.ofNullable(markets.get(symbol));
  }

  /** Open orders of one market. */
  public List<RestingOrder> openOrders(String market) {
    return openOrders.stream().filter(order -> order.market().equals(market)).toList();
  }
}

package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAccount.Market;
import io.quantumvault.signer.venue.VenueAccount.Position;
import io.quantumvault.signer.venue.VenueAccount.RestingOrder;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.signer.venue.drift.DriftMarkets.Listed;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values a user account with the markets and oracles read at the same slot. */
final class DriftValuation {
  private final ChainView view;

  private DriftValuation(ChainView view) {
    this.view = view;
  }

  static VenueAccount value(UserAccount user, ChainView view, VenueAccount.Detail detail)
      throws VenueUnreadableException {
    var valuation = new DriftValuation(view);
    var markets = valuation.markets();
    var positions = positions(user, markets);
    var equity = valuation.spotValue(user);
    for (var position : positions.values()) {
      equity = equity.add(position.unrealisedPnlUsd());
    }
    return new VenueAccount(
        view.slot(),
        equity,
        positions,
        orders(user),
        markets,
        user.totalDeposits(),
        user.totalWithdrawals(),
        detail);
  }

  /** Markets that could be read; one that could not is absent, and whoever needs it refuses. */
  private Map<String, Market> markets() {
    var markets = new HashMap<String, Market>();
    for (var listed : DriftMarkets.PERPS) {
      try {
        market(listed).ifPresent(market -> markets.put(listed.symbol(), market));
      } catch (VenueUnreadableException e) {
        markets.remove(listed.symbol());
      }
    }
    return markets;
  }

  private Optional<Market> market(Listed listed) throws VenueUnreadableException {
    var account = view.account(listed.address());
    if (account.isEmpty()) {
      return Optional.empty();
    }
    var perp = MarketAccounts.Perp.read(account.get());
    if (perp.marketIndex() != listed.index()
        || perp.quoteSpotMarket() != DriftMarkets.QUOTE_SPOT
        || perp.step().signum() <= 0
        || perp.tick().signum() <= 0) {
      throw new VenueUnreadableException("market " + listed.symbol() + " is not as expected");
    }
    var oracle = oracle(listed, perp.oracle(), perp.oracleSource());
    return Optional.of(
        new Market(
            listed.symbol(),
            oracle.price(),
            oracle.publishedAt(),
            perp.step(),
            perp.minimum(),
            perp.tick()));
  }

  private MarketAccounts.Oracle oracle(Listed listed, Address named, int source)
      throws VenueUnreadableException {
    if (!named.equals(listed.oracle())) {
      throw new VenueUnreadableException(
          "market " + listed.symbol() + " names another oracle: " + named);
    }
    return MarketAccounts.Oracle.read(required(listed.oracle(), "oracle"), source);
  }

  private AccountData required(Address address, String what) throws VenueUnreadableException {
    return view.account(address)
        .orElseThrow(
            () -> new VenueUnreadableException("the " + what + " " + address + " does not exist"));
  }

  private BigDecimal spotValue(UserAccount user) throws VenueUnreadableException {
    var sum = BigDecimal.ZERO;
    for (var position : user.spotPositions()) {
      if (position.openOrders() != 0) {
        throw new VenueUnreadableException("spot orders are open");
      }
      var listed =
          DriftMarkets.spot(position.marketIndex())
              .orElseThrow(() ->
                  new VenueUnreadableException("unknown spot market " + position.marketIndex()));
      var spot = MarketAccounts.Spot.read(required(listed.address(), "spot market"));
      var price =
          MarketAccounts.Oracle.isQuote(spot.oracleSource())
              ? BigDecimal.ONE
              : oracle(listed, spot.oracle(), spot.oracleSource()).price();
      sum = sum.add(spot.tokens(position.scaledBalance(), position.borrow()).multiply(price));
    }
    return sum;
  }

  private static Map<String, Position> positions(UserAccount user, Map<String, Market> markets)
      throws VenueUnreadableException {
    var positions = new HashMap<String, Position>();
    for (var perp : user.perpPositions()) {
      var symbol = symbol(perp.marketIndex());
      var market = markets.get(symbol);
      if (market == null) {
        throw new VenueUnreadableException(
            "market " + symbol + " of an open position is unreadable");
      }
      positions.put(
          symbol,
          new Position(
              perp.base(),
              entryPrice(perp),
              perp.base().multiply(market.oraclePrice()).add(perp.quote())));
    }
    return positions;
  }

  private static BigDecimal entryPrice(UserAccount.PerpPosition perp) {
    return perp.base().signum() == 0
        ? BigDecimal.ZERO
        : perp.quoteEntry()
            .abs()
            .divide(perp.base().abs(), UserAccount.QUOTE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  private static List<RestingOrder> orders(UserAccount user) throws VenueUnreadableException {
    var orders = new ArrayList<RestingOrder>();
    for (var order : user.orders()) {
      if (!order.perp()) {
        throw new VenueUnreadableException("a spot order is open");
      }
      orders.add(
          new RestingOrder(
              symbol(order.marketIndex()),
              order.orderId(),
              order.isLong() ? Side.BUY : Side.SELL,
              order.base().subtract(order.filled()),
              order.price(),
              order.reduceOnly()));
    }
    return orders;
  }

  private static String symbol(int index) throws VenueUnreadableException {
    return DriftMarkets.perp(index)
        .orElseThrow(() -> new VenueUnreadableException("unknown perp market " + index))
        .symbol();
  }
}

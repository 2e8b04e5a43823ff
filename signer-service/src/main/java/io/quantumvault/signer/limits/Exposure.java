package io.quantumvault.signer.limits;

import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount;
import java.math.BigDecimal;

/**
 * What a position is and could become: the account as the chain has it, with all that is pending at
 * the venue and in the ledger counted as if it were filled. Sizes are in base units.
 */
record Exposure(VenueAccount account, LedgerView ledger) {

  /** Signed, as read. */
  BigDecimal position(String market) {
    return account.position(market).base();
  }

  /** What of the position's size orders on their way leave, if all of them are filled. */
  BigDecimal left(String market) {
    var position = position(market);
    var pending = BigDecimal.ZERO;
    for (var other : ledger.unfinished()) {
      if (other.market().equals(market) && other.signedBase().signum() == -position.signum()) {
        pending = pending.add(other.signedBase().abs());
      }
    }
    return position.abs().subtract(pending);
  }

  /**
   * How much an order may trade so that the position, with all that is on its way that way, ends
   * neither further from zero than the bound nor across it; never below zero.
   */
  BigDecimal room(String market, Side side, BigDecimal bound) {
    var reached = position(market);
    for (var other : ledger.unfinished()) {
      if (other.market().equals(market) && other.signedBase().signum() == side.sign()) {
        reached = reached.add(other.signedBase());
      }
    }
    var room =
        side == Side.BUY
            ? bound.max(BigDecimal.ZERO).subtract(reached)
            : reached.subtract(bound.min(BigDecimal.ZERO));
    return room.max(BigDecimal.ZERO);
  }

  /** No position that an order could close, and nothing on its way. */
  boolean flat(VenueAccount.Market market) {
    return position(market.symbol()).abs().compareTo(market.step()) < 0
        && ledger.unfinished().stream()
            .noneMatch(other ->
                other.market().equals(market.symbol()) && other.signedBase().signum() != 0);
  }

  /** Whether an entry begins a position: nothing is held that way, and nothing may yet be. */
  boolean begins(VenueAccount.Market market, Side side) {
    var position = position(market.symbol());
    boolean held = position.signum() == side.sign() && position.abs().compareTo(market.step()) >= 0;
    return !held
        && ledger.unfinished().stream()
            .noneMatch(other ->
                other.market().equals(market.symbol())
                    && other.signedBase().signum() == side.sign())
        && account.openOrders(market.symbol()).stream()
            .noneMatch(resting -> !resting.reduceOnly() && resting.side() == side);
  }

  /** Largest base the position could reach if all that is pending on one side were filled. */
  BigDecimal largest(String market, BigDecimal added) {
    var position = account.position(market).base();
    var buys = added.max(BigDecimal.ZERO);
    var sells = added.min(BigDecimal.ZERO);
    for (var other : ledger.unfinished()) {
      if (other.market().equals(market)) {
        buys = buys.add(other.signedBase().max(BigDecimal.ZERO));
        sells = sells.add(other.signedBase().min(BigDecimal.ZERO));
      }
    }
    for (var resting : account.openOrders(market)) {
      if (resting.reduceOnly()) {
        continue;
      }
      if (resting.side() == Side.BUY) {
        buys = buys.add(resting.remainingBase());
      } else {
        sells = sells.subtract(resting.remainingBase());
      }
    }
    return position.add(buys).abs().max(position.add(sells).abs());
  }

  /** In USD, of all markets but this one. */
  BigDecimal elsewhereUsd(String market) {
    var sum = BigDecimal.ZERO;
    for (var other : account.markets().values()) {
      if (!other.symbol().equals(market)) {
        sum = sum.add(largest(other.symbol(), BigDecimal.ZERO).multiply(other.oraclePrice()));
      }
    }
    return sum;
  }
}

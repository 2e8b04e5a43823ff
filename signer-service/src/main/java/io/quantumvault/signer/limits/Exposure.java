package io.quantumvault.signer.limits;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount;
import java.math.BigDecimal;

/**
 * What a position is and could become: the account as the chain has it, with all that is pending at
 * the venue and in the ledger counted as if it were filled. Sizes are in base units.
 */
record Exposure(VenueAccount account, LedgerView ledger) {

  /** Against the position, and no larger than what pending reductions leave of it. */
  boolean reducedBy(Intent intent, BigDecimal size) {
    var position = account.position(intent.market()).base();
    if (position.signum() == 0 || position.signum() == intent.side().sign()) {
      return false;
    }
    var pending = BigDecimal.ZERO;
    for (var other : ledger.unfinished()) {
      if (other.market().equals(intent.market()) && other.reducing()) {
        pending = pending.add(other.signedBase().abs());
      }
    }
    for (var resting : account.openOrders(intent.market())) {
      if (resting.side() == intent.side()) {
        pending = pending.add(resting.remainingBase());
      }
    }
    // An intent flagged reduce-only carries the flag to the venue, which then caps it there.
    var left = position.abs().subtract(pending);
    return intent.reduceOnly() ? left.signum() > 0 : size.compareTo(left) <= 0;
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

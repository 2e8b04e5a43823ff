package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.DAILY_LOSS_REACHED;
import static io.quantumvault.signer.claim.RefusalReason.LEVERAGE_TOO_HIGH;
import static io.quantumvault.signer.claim.RefusalReason.ORDER_TOO_LARGE;
import static io.quantumvault.signer.claim.RefusalReason.POSITION_TOO_LARGE;

import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.venue.VenueAccount.Market;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How much: what an order and all that is pending are worth at the oracle's price, in USD. */
record Growth(LimitCheck.Facts facts, Exposure exposure, boolean exit) {

  void check(Market market, BigDecimal signedBase, BigDecimal notionalUsd) throws Exceeded {
    var policy = facts.policy();
    within(
        notionalUsd,
        policy.maxOrderNotionalUsd(),
        ORDER_TOO_LARGE,
        "the order is worth %s USD, at most %s are allowed");
    var here = exposure.largest(market.symbol(), signedBase).multiply(market.oraclePrice());
    within(
        here,
        policy.maxPositionNotionalUsd(),
        POSITION_TOO_LARGE,
        "exposure in this market would be %s USD, at most %s is allowed");
    leverage(here.add(exposure.elsewhereUsd(market.symbol())));
    var loss = facts.opening().lossUsd(facts.account());
    Exceeded.unless(
        loss.compareTo(policy.dailyLossLimitUsd()) < 0,
        DAILY_LOSS_REACHED,
        exit,
        "today's loss is " + usd(loss) + " USD, the limit " + usd(policy.dailyLossLimitUsd()));
  }

  private void leverage(BigDecimal exposureUsd) throws Exceeded {
    var equity = facts.account().equityUsd();
    var most = facts.policy().maxLeverage();
    Exceeded.unless(
        equity.signum() > 0 && exposureUsd.compareTo(equity.multiply(most)) <= 0,
        LEVERAGE_TOO_HIGH,
        exit,
        "exposure would be "
            + usd(exposureUsd)
            + " USD on equity of "
            + usd(equity)
            + " USD, at most "
            + most.toPlainString()
            + " times is allowed");
  }

  private void within(BigDecimal value, BigDecimal limit, RefusalReason reason, String words)
      throws Exceeded {
    Exceeded.unless(
        value.compareTo(limit) <= 0, reason, exit, String.format(words, usd(value), usd(limit)));
  }

  private static String usd(BigDecimal value) {
    return value.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
  }
}

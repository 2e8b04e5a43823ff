package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.TreeSet;

/** Whether what the decision rests on is there, and of now; ages count both ways. */
final class ReadingRules {
  private static final BigDecimal BPS = BigDecimal.valueOf(10_000);

  private ReadingRules() {}

  static void check(Candidate order, Limits limits, Refusals refusals) {
    var request = order.request();
    // What the bot holds elsewhere counts towards leverage, so its price must be known too.
    var needed = new TreeSet<>(Exposure.markets(request.account(), request.reservations()));
    needed.add(order.alert().market());
    for (var market : needed) {
      price(order, limits, market, refusals);
    }
    account(order, limits, refusals);
  }

  private static void price(Candidate order, Limits limits, String market, Refusals refusals) {
    var quote = order.request().quotes().get(market);
    if (quote == null) {
      refusals.add(Rule.PRICE_UNAVAILABLE, "there is no price of %s", market);
      return;
    }
    var age = Duration.between(quote.publishedAt(), order.request().now());
    if (age.abs().compareTo(Rules.OLDEST_PRICE) > 0) {
      refusals.add(
          Rule.PRICE_STALE,
          "the price of %s is %s old, at most %s is allowed either way",
          market,
          Numbers.seconds(age),
          Numbers.seconds(Rules.OLDEST_PRICE));
    }
    if (quote.doubtful()) {
      refusals.add(
          Rule.PRICE_STALE,
          "the price of %s is in doubt: it stands still, or endpoints differ",
          market);
    }
    var confidence = quote.confidence();
    if (confidence != null
        && confidence
                .multiply(BPS)
                .compareTo(quote.price().multiply(BigDecimal.valueOf(limits.maxSlippageBps())))
            > 0) {
      refusals.add(
          Rule.PRICE_STALE,
          "the oracle is sure of the price of %s only to %s, more than the policy's slippage",
          market,
          Numbers.usd(confidence));
    }
  }

  private static void account(Candidate order, Limits limits, Refusals refusals) {
    var account = order.request().account();
    if (account == null) {
      refusals.add(Rule.ACCOUNT_STALE, "the venue account was never read");
      return;
    }
    var age = Duration.between(account.observedAt(), order.request().now());
    if (age.abs().compareTo(Rules.OLDEST_ACCOUNT) > 0) {
      refusals.add(
          Rule.ACCOUNT_STALE,
          "the venue account was read %s ago, at most %s is allowed either way",
          Numbers.seconds(age),
          Numbers.seconds(Rules.OLDEST_ACCOUNT));
    }
    if (account.feeLamports() < limits.minFeeBalanceLamports()) {
      refusals.add(
          Rule.FEE_BALANCE_LOW,
          "the agent wallet holds %d lamports, the policy wants %d",
          account.feeLamports(),
          limits.minFeeBalanceLamports());
    }
  }
}

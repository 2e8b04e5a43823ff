package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.DAILY_LOSS_REACHED;
import static io.quantumvault.signer.claim.RefusalReason.FEE_BALANCE_LOW;
import static io.quantumvault.signer.claim.RefusalReason.LEVERAGE_TOO_HIGH;
import static io.quantumvault.signer.claim.RefusalReason.MALFORMED_INTENT;
import static io.quantumvault.signer.claim.RefusalReason.MARKET_NOT_ALLOWED;
import static io.quantumvault.signer.claim.RefusalReason.NOTHING_TO_REDUCE;
import static io.quantumvault.signer.claim.RefusalReason.ORACLE_STALE;
import static io.quantumvault.signer.claim.RefusalReason.ORDER_TOO_LARGE;
import static io.quantumvault.signer.claim.RefusalReason.ORDER_TYPE_NOT_ALLOWED;
import static io.quantumvault.signer.claim.RefusalReason.OUTCOME_UNKNOWN;
import static io.quantumvault.signer.claim.RefusalReason.OUTSIDE_HOURS;
import static io.quantumvault.signer.claim.RefusalReason.POSITION_TOO_LARGE;
import static io.quantumvault.signer.claim.RefusalReason.REDUCE_ONLY;
import static io.quantumvault.signer.claim.RefusalReason.SIZE_BELOW_MINIMUM;
import static io.quantumvault.signer.claim.RefusalReason.SLIPPAGE_TOO_WIDE;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_OPEN_ORDERS;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_ORDERS_PER_DAY;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_ORDERS_PER_MINUTE;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAccount.Market;
import io.quantumvault.signer.venue.VenueAction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Every limit of the signed policy, on the account as the chain has it and the ledger's own counts:
 * what an intent claims about positions, prices or losses is not looked at. Rule: the pages
 * docs/policy.md and docs/signer.md.
 */
public final class LimitCheck {
  private LimitCheck() {}

  /**
   * What is looked at.
   *
   * @param feeLamports what the agent wallet holds
   * @param level the hardest stop in force
   * @param flattening whether the intent closes under a FLATTEN stop that is in force
   * @param maxOracleAge an oracle published longer ago than this, or so far ahead, is stale
   * @param restUntil when an order that rests ends by itself: with the grant
   */
  public record Facts(
      Intent intent,
      PolicyDocument policy,
      VenueAccount account,
      long feeLamports,
      LedgerView ledger,
      DayOpening opening,
      Level level,
      boolean flattening,
      Duration maxOracleAge,
      Instant restUntil,
      Instant now) {}

  /** Whether the intent fits. */
  public sealed interface Verdict {
    /**
     * It does, as this action.
     *
     * @param signedBase what it may add to the position
     * @param reducing whether it can only make the position smaller
     */
    record Fits(VenueAction action, BigDecimal notionalUsd, BigDecimal signedBase, boolean reducing)
        implements Verdict {}

    /** It does not. */
    record Exceeds(Refusal refusal) implements Verdict {}
  }

  /** Decides. */
  public static Verdict check(Facts facts) {
    try {
      return new Check(facts).verdict();
    } catch (Exceeded e) {
      return new Verdict.Exceeds(e.refusal());
    }
  }

  private static final class Check {
    private final Facts facts;
    private final Intent intent;
    private final PolicyDocument policy;
    private final Exposure exposure;

    Check(Facts facts) {
      this.facts = facts;
      this.intent = facts.intent();
      this.policy = facts.policy();
      this.exposure = new Exposure(facts.account(), facts.ledger());
    }

    Verdict verdict() throws Exceeded {
      // What the venue itself holds to reducing can do no harm, whatever became of the other one.
      require(
          facts.ledger().unknownOutcomes() == 0
              || intent.reduceOnly()
              || intent.kind() == Intent.Kind.CANCEL,
          OUTCOME_UNKNOWN,
          "an earlier trade of this bot has an unknown outcome; only what reduces passes");
      require(
          policy.allowedMarkets().contains(intent.market()),
          MARKET_NOT_ALLOWED,
          intent.market() + " is not among " + policy.allowedMarkets());
      var market =
          facts
              .account()
              .market(intent.market())
              .orElseThrow(() ->
                  new Exceeded(
                      MARKET_NOT_ALLOWED, intent.market() + " cannot be read at the venue"));
      atMost(
          policy.minFeeBalanceLamports(),
          facts.feeLamports(),
          FEE_BALANCE_LOW,
          "the agent wallet holds %2$s lamports, the policy wants %1$s");
      if (intent.kind() == Intent.Kind.CANCEL) {
        return new Verdict.Fits(
            new VenueAction.CancelAll(market.symbol()), BigDecimal.ZERO, BigDecimal.ZERO, true);
      }
      return order(market);
    }

    private Verdict order(Market market) throws Exceeded {
      var age = Duration.between(market.oraclePublishedAt(), facts.now());
      atMost(
          age.abs().toMillis(),
          facts.maxOracleAge().toMillis(),
          ORACLE_STALE,
          "the oracle was published " + age.toMillis() + " ms ago, at most %2$s are allowed");
      if (!facts.flattening()) {
        manners();
      }
      BigDecimal wanted = intent.sizeBase();
      if (wanted == null || wanted.signum() <= 0) {
        throw new Exceeded(MALFORMED_INTENT, "an order without a size");
      }
      BigDecimal size = market.floorSize(wanted);
      require(
          size.compareTo(market.minimumSize()) >= 0 && size.signum() > 0,
          SIZE_BELOW_MINIMUM,
          wanted.toPlainString()
              + " in steps of "
              + market.step().toPlainString()
              + " is below the minimum of "
              + market.minimumSize().toPlainString());
      boolean reducing = exposure.reducedBy(intent, size);
      var signed = size.multiply(BigDecimal.valueOf(intent.side().sign()));
      var notional = size.multiply(market.oraclePrice());
      if (!reducing) {
        require(
            facts.level() == Level.NONE && !intent.reduceOnly(),
            intent.reduceOnly() ? NOTHING_TO_REDUCE : REDUCE_ONLY,
            "the position of "
                + facts.account().position(market.symbol()).base().toPlainString()
                + " would not get smaller");
        growth(market, signed, notional);
      }
      if (intent.kind() == Intent.Kind.LIMIT) {
        openOrders();
      }
      return new Verdict.Fits(action(market, size, reducing), notional, signed, reducing);
    }

    /** How often, when and in which way: rules that do not depend on the size. */
    private void manners() throws Exceeded {
      var kind = intent.kind() == Intent.Kind.LIMIT ? OrderKind.LIMIT : OrderKind.MARKET;
      require(
          policy.allowedOrderTypes().contains(kind),
          ORDER_TYPE_NOT_ALLOWED,
          kind + " is not among " + policy.allowedOrderTypes());
      var hours = policy.tradingHours();
      require(
          hours == null || hours.contains(facts.now()),
          OUTSIDE_HOURS,
          facts.now() + " is outside " + (hours == null ? "" : hours.text()));
      atMost(
          facts.ledger().ordersLastMinute() + 1L,
          policy.maxOrdersPerMinute(),
          TOO_MANY_ORDERS_PER_MINUTE,
          "this is order %s of the last minute, at most %s are allowed");
      atMost(
          facts.ledger().ordersToday() + 1L,
          policy.maxOrdersPerDay(),
          TOO_MANY_ORDERS_PER_DAY,
          "this is order %s of the day, at most %s are allowed");
    }

    /** Rules for what makes the position larger. */
    private void growth(Market market, BigDecimal signed, BigDecimal notional) throws Exceeded {
      within(
          notional,
          policy.maxOrderNotionalUsd(),
          ORDER_TOO_LARGE,
          "the order is worth %s USD, at most %s are allowed");
      var here = exposure.largest(market.symbol(), signed).multiply(market.oraclePrice());
      within(
          here,
          policy.maxPositionNotionalUsd(),
          POSITION_TOO_LARGE,
          "exposure in this market would be %s USD, at most %s is allowed");
      var loss = facts.opening().lossUsd(facts.account());
      require(
          loss.compareTo(policy.dailyLossLimitUsd()) < 0,
          DAILY_LOSS_REACHED,
          "today's loss is " + usd(loss) + " USD, the limit " + usd(policy.dailyLossLimitUsd()));
      leverage(here.add(exposure.elsewhereUsd(market.symbol())));
    }

    private void leverage(BigDecimal exposureUsd) throws Exceeded {
      var equity = facts.account().equityUsd();
      require(
          equity.signum() > 0 && exposureUsd.compareTo(equity.multiply(policy.maxLeverage())) <= 0,
          LEVERAGE_TOO_HIGH,
          "exposure would be "
              + usd(exposureUsd)
              + " USD on equity of "
              + usd(equity)
              + " USD, at most "
              + policy.maxLeverage().toPlainString()
              + " times is allowed");
    }

    private void openOrders() throws Exceeded {
      long pending = facts.ledger().unfinished().stream().filter(o -> o.rests()).count();
      atMost(
          facts.account().openOrders().size() + pending + 1,
          policy.maxOpenOrders(),
          TOO_MANY_OPEN_ORDERS,
          "there would be %s open orders, at most %s are allowed");
    }

    private VenueAction action(Market market, BigDecimal size, boolean reducing) throws Exceeded {
      var side = intent.side();
      if (intent.kind() == Intent.Kind.LIMIT) {
        return new VenueAction.Rest(
            market.symbol(), side, size, limitPrice(market), reducing, facts.restUntil());
      }
      atMost(
          intent.maxSlippageBps(),
          policy.maxSlippageBps(),
          SLIPPAGE_TOO_WIDE,
          "%s basis points are asked for, at most %s are allowed");
      var bound = bound(market, intent.maxSlippageBps());
      return new VenueAction.TakeNow(
          market.symbol(), side, size, bound, reducing, intent.deadline());
    }

    private BigDecimal bound(Market market, int slippageBps) throws Exceeded {
      var bound = PriceBound.worst(market, intent.side(), slippageBps);
      require(bound.signum() > 0, SLIPPAGE_TOO_WIDE, "no price bound above zero");
      return bound;
    }

    /**
     * A limit so far beyond the oracle that it would fill at once is bounded like a market order.
     */
    private BigDecimal limitPrice(Market market) throws Exceeded {
      @Nullable BigDecimal price = intent.limitPrice();
      if (price == null || price.signum() <= 0) {
        throw new Exceeded(MALFORMED_INTENT, "a limit order without a price");
      }
      var rounded = PriceBound.inTicks(price, market, intent.side());
      var bound = bound(market, policy.maxSlippageBps());
      require(
          !PriceBound.isBeyond(rounded, bound, intent.side()) && rounded.signum() > 0,
          SLIPPAGE_TOO_WIDE,
          "a limit of " + rounded.toPlainString() + " is beyond " + bound.toPlainString());
      return rounded;
    }

    private static void within(
        BigDecimal value, BigDecimal limit, RefusalReason reason, String words) throws Exceeded {
      require(value.compareTo(limit) <= 0, reason, String.format(words, usd(value), usd(limit)));
    }

    private static void atMost(long value, long limit, RefusalReason reason, String words)
        throws Exceeded {
      require(value <= limit, reason, String.format(words, value, limit));
    }

    private static void require(boolean holds, RefusalReason reason, String detail)
        throws Exceeded {
      if (!holds) {
        throw new Exceeded(reason, detail);
      }
    }

    private static String usd(BigDecimal value) {
      return value.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
  }
}

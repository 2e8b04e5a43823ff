package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.FEE_BALANCE_LOW;
import static io.quantumvault.signer.claim.RefusalReason.FEE_NOT_PAYABLE;
import static io.quantumvault.signer.claim.RefusalReason.MARKET_NOT_ALLOWED;
import static io.quantumvault.signer.claim.RefusalReason.NOTHING_TO_CANCEL;
import static io.quantumvault.signer.claim.RefusalReason.ORACLE_STALE;
import static io.quantumvault.signer.claim.RefusalReason.ORDER_TYPE_NOT_ALLOWED;
import static io.quantumvault.signer.claim.RefusalReason.OUTCOME_UNKNOWN;
import static io.quantumvault.signer.claim.RefusalReason.OUTSIDE_HOURS;
import static io.quantumvault.signer.claim.RefusalReason.POSITION_NOT_FLAT;
import static io.quantumvault.signer.claim.RefusalReason.PROTECTION_MISSING;
import static io.quantumvault.signer.claim.RefusalReason.PROTECTION_UNSUPPORTED;
import static io.quantumvault.signer.claim.RefusalReason.REDUCE_ONLY;
import static io.quantumvault.signer.claim.RefusalReason.VENUE_UNREADABLE;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.message.NetworkFee;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAccount.Market;
import io.quantumvault.signer.venue.VenueAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Every limit of the signed policy, on the account as the chain has it and the ledger's own counts:
 * what an intent claims about positions, prices or losses is not looked at, and that it is an exit
 * only as a claim. Which limits bind an exit is said by the shared table alone ({@link
 * io.quantumvault.schemas.rules.Rule}). Rules: the pages docs/rules.md and docs/signer.md.
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
   * @param entriesUntil when the authority for entries ends: no order of theirs outlives it
   * @param exitsUntil the same for exits
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
      Instant entriesUntil,
      Instant exitsUntil,
      Instant now) {}

  /** Whether the intent fits. */
  public sealed interface Verdict {
    /**
     * It does, as this action.
     *
     * @param signedBase what it may add to the position
     * @param exit whether it can only make the position smaller
     * @param entryNumber which of its position's entries it is; 0 for an exit
     */
    record Fits(
        VenueAction action,
        BigDecimal notionalUsd,
        BigDecimal signedBase,
        boolean exit,
        int entryNumber)
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
    private boolean exit;

    Check(Facts facts) {
      this.facts = facts;
      this.intent = facts.intent();
      this.policy = facts.policy();
      this.exposure = new Exposure(facts.account(), facts.ledger());
    }

    Verdict verdict() throws Exceeded {
      var market =
          facts
              .account()
              .market(intent.market())
              .orElseThrow(() ->
                  new Exceeded(VENUE_UNREADABLE, intent.market() + " cannot be read at the venue"));
      exit = intent.onlyReduces();
      return intent.kind() == Intent.Kind.CANCEL ? cancel(market) : order(market);
    }

    private Verdict cancel(Market market) throws Exceeded {
      authority();
      var ids = resting(!intent.cancelsEntries());
      unless(
          !ids.isEmpty(),
          NOTHING_TO_CANCEL,
          intent.cancelsEntries()
              ? "no order rests that may open"
              : "no order rests that only reduces");
      return new Verdict.Fits(
          new VenueAction.Cancel(market.symbol(), ids), BigDecimal.ZERO, BigDecimal.ZERO, true, 0);
    }

    private Verdict order(Market market) throws Exceeded {
      if (intent.part() == Intent.Part.OPENING) {
        unless(
            exposure.flat(market),
            POSITION_NOT_FLAT,
            "the position is "
                + exposure.position(market.symbol()).toPlainString()
                + ": what should have closed it has not, or is on its way");
      }
      var sizing = Sizing.of(intent, exposure, market);
      exit = sizing.exit();
      authority();
      var pace = new Pace(facts, exposure, exit);
      pace.orders();
      manners(market);
      var notional = sizing.size().multiply(market.oraclePrice());
      new Growth(facts, exposure, exit).check(market, sizing.signed(), notional);
      int number = pace.entryNumber(market, sizing.side());
      protection();
      var cancels = intent.cancelsEntries() ? resting(false) : List.<Long>of();
      pace.openOrders(cancels.size());
      return new Verdict.Fits(
          action(market, sizing, cancels), notional, sizing.signed(), exit, number);
    }

    /** Whether such an order is allowed at all now. */
    private void authority() throws Exceeded {
      // What the venue itself holds to reducing can do no harm, whatever became of the other one.
      unless(
          facts.ledger().unknownOutcomes() == 0,
          OUTCOME_UNKNOWN,
          "an earlier trade of this bot has an unknown outcome; only what reduces passes");
      unless(
          policy.allowedMarkets().contains(intent.market()),
          MARKET_NOT_ALLOWED,
          intent.market() + " is not among " + policy.allowedMarkets());
      unless(
          facts.level() == Level.NONE,
          REDUCE_ONLY,
          "only orders that make the position smaller pass");
      unless(
          facts.feeLamports() >= policy.minFeeBalanceLamports(),
          FEE_BALANCE_LOW,
          "the agent wallet holds "
              + facts.feeLamports()
              + " lamports, the policy wants "
              + policy.minFeeBalanceLamports());
      unless(
          facts.feeLamports() >= NetworkFee.BASE_FEE_LAMPORTS,
          FEE_NOT_PAYABLE,
          "the agent wallet holds "
              + facts.feeLamports()
              + " lamports, a transaction costs "
              + NetworkFee.BASE_FEE_LAMPORTS
              + ": send SOL to it");
    }

    /** When and in which way: rules that do not depend on the size. */
    private void manners(Market market) throws Exceeded {
      var kind = intent.kind() == Intent.Kind.LIMIT ? OrderKind.LIMIT : OrderKind.MARKET;
      unless(
          policy.allowedOrderTypes().contains(kind),
          ORDER_TYPE_NOT_ALLOWED,
          kind + " is not among " + policy.allowedOrderTypes());
      var hours = policy.tradingHours();
      unless(
          hours == null || hours.contains(facts.now()),
          OUTSIDE_HOURS,
          facts.now() + " is outside " + (hours == null ? "" : hours.text()));
      var age = Duration.between(market.oraclePublishedAt(), facts.now());
      unless(
          age.abs().compareTo(facts.maxOracleAge()) <= 0,
          ORACLE_STALE,
          "the oracle was published "
              + age.toMillis()
              + " ms ago, at most "
              + facts.maxOracleAge().toMillis()
              + " are allowed");
    }

    private void protection() throws Exceeded {
      unless(
          !policy.requireStopLoss() || intent.stopLoss(),
          PROTECTION_MISSING,
          "the policy requires a stop");
      unless(
          !intent.stopLoss() && !intent.takeProfit(),
          PROTECTION_UNSUPPORTED,
          "stop and target cannot be placed at this venue yet");
    }

    /** Ids of the market's resting orders of one kind. */
    private List<Long> resting(boolean reduceOnly) {
      return facts.account().openOrders(intent.market()).stream()
          .filter(order -> order.reduceOnly() == reduceOnly)
          .map(VenueAccount.RestingOrder::orderId)
          .sorted()
          .distinct()
          .toList();
    }

    private VenueAction action(Market market, Sizing sizing, List<Long> cancels) throws Exceeded {
      var until = exit ? facts.exitsUntil() : facts.entriesUntil();
      var price = OrderPrice.of(intent, policy, market, sizing);
      return intent.kind() == Intent.Kind.LIMIT
          ? new VenueAction.Rest(
              market.symbol(), sizing.side(), sizing.size(), price, exit, until, cancels)
          : new VenueAction.TakeNow(
              market.symbol(),
              sizing.side(),
              sizing.size(),
              price,
              exit,
              until.isBefore(intent.deadline()) ? until : intent.deadline(),
              cancels);
    }

    private void unless(boolean holds, RefusalReason reason, String detail) throws Exceeded {
      Exceeded.unless(holds, reason, exit, detail);
    }
  }
}

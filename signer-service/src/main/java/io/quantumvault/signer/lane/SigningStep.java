package io.quantumvault.signer.lane;

import static io.quantumvault.signer.claim.RefusalReason.CHAIN_UNAVAILABLE;
import static io.quantumvault.signer.claim.RefusalReason.DEADLINE_PASSED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_MISSING;
import static io.quantumvault.signer.claim.RefusalReason.KEY_UNAVAILABLE;
import static io.quantumvault.signer.claim.RefusalReason.MESSAGE_UNFIT;
import static io.quantumvault.signer.claim.RefusalReason.POLICY_MAC_INVALID;
import static io.quantumvault.signer.claim.RefusalReason.REDUCE_ONLY;
import static io.quantumvault.signer.claim.RefusalReason.SIGNATURE_UNFIT;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.claim.Claim.Claimed;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.lane.ClaimStore.Attempt;
import io.quantumvault.signer.lane.ClaimStore.Planned;
import io.quantumvault.signer.lane.ClaimStore.SignResult;
import io.quantumvault.signer.lane.Planner.Plan;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.message.MessageCheck;
import io.quantumvault.signer.message.TradeMessage;
import io.quantumvault.signer.message.TradeMessage.Budget;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.Before;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.Chain.Blockhash;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;

/**
 * Steps 5 and 6: compile, read the final bytes again, open the execution key, then sign and persist
 * in one transaction under both locks with everything read afresh. What returns {@code Done} is
 * committed; before that nothing has left the process.
 */
final class SigningStep {
  private final ClaimStore ledger;
  private final StandingCheck standings;
  private final Blockhashes blockhashes;
  private final TradeSigner signer;
  private final Budget budget;
  private final InstantSource clock;

  SigningStep(
      ClaimStore ledger,
      StandingCheck standings,
      Blockhashes blockhashes,
      TradeSigner signer,
      Budget budget,
      InstantSource clock) {
    this.ledger = ledger;
    this.standings = standings;
    this.blockhashes = blockhashes;
    this.signer = signer;
    this.budget = budget;
    this.clock = clock;
  }

  /** What a step came to: signed, or why not. */
  sealed interface Result {
    record FromLedger(SignResult result) implements Result {}

    record NotSigned(Refusal refusal) implements Result {}

    /** Something outside did not answer; the deadline decides whether to try again. */
    record NotYet(Refusal otherwise) implements Result {}
  }

  Result run(Intent intent, Claimed claimed, Plan.Ready plan) {
    var blockhash = blockhashes.fresh().orElse(null);
    if (blockhash == null) {
      return new Result.NotYet(new Refusal(CHAIN_UNAVAILABLE, "no fresh blockhash"));
    }
    var bounded = budget.boundedBy(plan.policy().maxPriorityFeeLamports());
    var bot = plan.material().account();
    byte[] message =
        TradeMessage.compile(
            bot.agent(),
            blockhash.hash(),
            bounded,
            plan.venue().instructions(bot, plan.fits().action(), plan.reading().account()));
    var expected =
        new MessageCheck.Expected(
            bot,
            plan.venue(),
            plan.fits().action(),
            blockhash.hash(),
            plan.policy().maxPriorityFeeLamports());
    if (MessageCheck.check(message, expected) instanceof MessageCheck.Verdict.Unfit unfit) {
      return new Result.NotSigned(new Refusal(MESSAGE_UNFIT, unfit.problem()));
    }
    return sign(intent, claimed, plan, message, blockhash);
  }

  private Result sign(
      Intent intent, Claimed claimed, Plan.Ready plan, byte[] message, Blockhash blockhash) {
    var grant = Objects.requireNonNull(plan.material().grant());
    try (var key = signer.open(plan.material(), grant)) {
      var planned =
          new Planned(
              plan.fits(), Before.of(plan.reading().account(), plan.fits().action().market()));
      return new Result.FromLedger(
          ledger.sign(
              intent,
              claimed,
              planned,
              clock.instant(),
              standing -> attempt(intent, plan, standing, key, message, blockhash)));
    } catch (CryptoFailure e) {
      return new Result.NotYet(new Refusal(KEY_UNAVAILABLE, "the execution key does not open"));
    } catch (KmsUnavailable e) {
      // Nothing was opened, so nothing was signed; the intent's own deadline decides how long to
      // wait.
      return new Result.NotYet(new Refusal(KEY_UNAVAILABLE, "the key management does not answer"));
    }
  }

  /** Runs under both locks on fresh rows; a stop or revoke committed before is seen here. */
  private Attempt attempt(
      Intent intent,
      Plan.Ready plan,
      Standing standing,
      TradeSigner.ExecutionKey key,
      byte[] message,
      Blockhash blockhash) {
    var now = clock.instant();
    if (!now.isBefore(intent.deadline())) {
      return refuse(DEADLINE_PASSED, "it passed at " + intent.deadline());
    }
    var refusal = standings.refusal(intent, standing, now);
    if (refusal.isPresent()) {
      return new Attempt.Refuse(refusal.get());
    }
    var material = Objects.requireNonNull(standing.material());
    var grant = material.grant();
    if (grant == null) {
      return refuse(GRANT_MISSING, "no grant lives");
    }
    if (!plan.fits().reducing()
        && standings.level(standing, material, intent.botId()) != Level.NONE) {
      return refuse(REDUCE_ONLY, "only orders that make the position smaller pass");
    }
    if (!samePlanned(plan.material(), material)) {
      return refuse(GRANT_CHANGED, "the grant's rows changed while the trade was planned");
    }
    return switch (key.sign(material, grant, message)) {
      case TradeSigner.Outcome.Signature signature ->
          new Attempt.Sign(
              new SignedTransaction(
                  Transaction.wire(signature.bytes(), message),
                  signature.bytes(),
                  blockhash.lastValidBlockHeight()));
      case TradeSigner.Outcome.PolicyNotAuthentic bad ->
          refuse(POLICY_MAC_INVALID, "the policy bytes are not those that were granted");
      case TradeSigner.Outcome.KeyUnavailable bad ->
          refuse(KEY_UNAVAILABLE, "the grant's keys do not open");
      case TradeSigner.Outcome.SignatureUnfit bad ->
          refuse(SIGNATURE_UNFIT, "the signature did not verify");
    };
  }

  /** The limits were checked on these rows; under the locks they must still be the same. */
  private static boolean samePlanned(Material planned, Material now) {
    var a = Objects.requireNonNull(planned.grant());
    var b = now.grant();
    return b != null
        && a.grantId().equals(b.grantId())
        && a.policyVersion() == b.policyVersion()
        && Arrays.equals(a.policy(), b.policy())
        && a.expiresAt().equals(b.expiresAt())
        && planned.account().equals(now.account());
  }

  private static Attempt refuse(RefusalReason reason, String detail) {
    return new Attempt.Refuse(new Refusal(reason, detail));
  }
}

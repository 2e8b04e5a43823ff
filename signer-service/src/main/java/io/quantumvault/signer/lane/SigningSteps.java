package io.quantumvault.signer.lane;

import static io.quantumvault.signer.claim.RefusalReason.CHAIN_UNAVAILABLE;
import static io.quantumvault.signer.claim.RefusalReason.DEADLINE_PASSED;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_CHANGED;
import static io.quantumvault.signer.claim.RefusalReason.KEY_UNAVAILABLE;
import static io.quantumvault.signer.claim.RefusalReason.POLICY_MAC_INVALID;
import static io.quantumvault.signer.claim.RefusalReason.REDUCE_ONLY;
import static io.quantumvault.signer.claim.RefusalReason.SIGNATURE_UNFIT;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.lane.Ledger.Attempt;
import io.quantumvault.signer.lane.Ledger.Birth;
import io.quantumvault.signer.lane.Ledger.Planned;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an intent's one transaction: {@link PlanningSteps}, and then step 6 of the page
 * docs/signer.md. It ends with a row that is committed, or with nothing.
 */
final class SigningSteps {
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(3);

  private final Ledger ledger;
  private final MarkBook marks;
  private final Tools tools;
  private final PlanningSteps planning;
  private final WalletTurns turns = new WalletTurns();
  private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock();
  private volatile boolean stopped;

  SigningSteps(Ledger ledger, MarkBook marks, Tools tools) {
    this.ledger = ledger;
    this.marks = marks;
    this.tools = tools;
    this.planning = new PlanningSteps(tools);
  }

  /** What an attempt came to. */
  sealed interface Result {
    /** The row and what follows from it needs. */
    record Signed(Row row, Trading trading, Allowed allowed) implements Result {}

    /** It has a row already. */
    record Known(Row row, Trading trading) implements Result {}

    /** It has been written that it is refused. */
    record Refused() implements Result {}

    /** Nothing was written; what it is refused with if there is no time for another attempt. */
    record NotYet(Refusal otherwise) implements Result {}

    /** Another worker holds the partition. */
    record Fenced() implements Result {}
  }

  /** Waits for signatures under way, as long as a transaction may last; none begins any more. */
  void stop() {
    stopped = true;
    try {
      if (underWay.writeLock().tryLock(LONGEST_TRANSACTION.toMillis(), TimeUnit.MILLISECONDS)) {
        underWay.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One attempt to make an intent's one transaction. */
  Result attempt(Intent intent, Source source) throws InterruptedException {
    try {
      var mark = marks.of(intent.agentWallet());
      var read = ledger.stand(intent, now());
      var row = read.row();
      if (row != null) {
        return new Result.Known(row, tools.trading(intent, read.standing().material()));
      }
      return sign(intent, source, planning.plan(intent, mark, read));
    } catch (RefusedException e) {
      return refuse(intent, source, e.refusal());
    } catch (NotYetException e) {
      return new Result.NotYet(e.otherwise());
    } catch (ChainException e) {
      return new Result.NotYet(new Refusal(CHAIN_UNAVAILABLE, String.valueOf(e.getMessage())));
    }
  }

  /** Step 6: unwrap, then sign and persist in one transaction under both locks. */
  private Result sign(Intent intent, Source source, Plan plan)
      throws InterruptedException, NotYetException {
    var order = plan.order();
    var material = order.stood().material();
    byte[] before = order.venue().remember(intent.market(), order.reading().account());
    var planned =
        new Planned(order.fits(), before, order.stood().view(), order.reading().account().slot());
    Birth birth;
    try (var key = tools.signer().open(material, order.stood().grant(), exitsUntil(order));
        var _ = turns.take(intent.agentWallet())) {
      birth = persisted(intent, source, planned, plan, key);
    } catch (CryptoFailure e) {
      throw new NotYetException(KEY_UNAVAILABLE, "the execution key does not open");
    } catch (KmsUnavailable e) {
      // Nothing was opened, so nothing was signed; the deadline decides how long to wait.
      throw new NotYetException(KEY_UNAVAILABLE, "the key management does not answer");
    }
    if (birth instanceof Birth.Signed signed) {
      return new Result.Signed(
          new Row(signed.claim(), intent.payload(), before),
          new Trading(order.venue(), material.account()),
          new Allowed(
              signed.claim().signedAt(),
              StandingCheck.until(intent.onlyReduces(), order.stood().grant()),
              order.fits().exit()));
    }
    return unsigned(intent, birth);
  }

  /** The execution key is sealed for the grant's whole life, its exits' minutes included. */
  private static Instant exitsUntil(Plan.Order order) {
    return order.stood().grant().expiresAt().plus(order.policy().exitsFor());
  }

  private Birth persisted(
      Intent intent, Source source, Planned planned, Plan plan, TradeSigner.ExecutionKey key) {
    underWay.readLock().lock();
    try {
      return stopped
          ? new Birth.Fenced()
          : ledger.sign(
              intent, source, planned, now(), standing -> underLocks(intent, plan, standing, key));
    } finally {
      underWay.readLock().unlock();
    }
  }

  /**
   * A stop or revoke that was committed before is seen here; anything else new is planned again.
   */
  private Attempt underLocks(
      Intent intent, Plan plan, Standing standing, TradeSigner.ExecutionKey key) {
    var order = plan.order();
    if (!now().isBefore(intent.deadline())) {
      return refused(DEADLINE_PASSED, "it passed at " + intent.deadline());
    }
    var mark = fresh(intent, order.stood().mark());
    var refusal = tools.standings().refusal(intent, standing, mark, now());
    if (refusal.isPresent()) {
      return new Attempt.Refuse(refusal.get());
    }
    var material = Objects.requireNonNull(standing.material());
    var grant = Objects.requireNonNull(material.grant());
    if (!order.fits().exit()
        && tools.standings().level(standing, marksOf(mark), material, intent.botId())
            != Level.NONE) {
      return refused(REDUCE_ONLY, "only orders that make the position smaller pass");
    }
    if (!order.stood().sameAs(material, grant)) {
      return new Attempt.PlanAgain(
          new Refusal(GRANT_CHANGED, "the grant's rows changed while the trade was planned"));
    }
    return switch (key.sign(material, grant, plan.message())) {
      case TradeSigner.Outcome.Signature signature ->
          new Attempt.Sign(
              new SignedTransaction(
                  Transaction.wire(signature.bytes(), plan.message()),
                  signature.bytes(),
                  plan.blockhash().lastValidBlockHeight()));
      case TradeSigner.Outcome.PolicyNotAuthentic bad ->
          refused(POLICY_MAC_INVALID, "the policy bytes are not those that were granted");
      case TradeSigner.Outcome.KeyUnavailable bad ->
          refused(KEY_UNAVAILABLE, "the grant's keys do not open");
      case TradeSigner.Outcome.SignatureUnfit bad ->
          refused(SIGNATURE_UNFIT, "the signature did not verify");
    };
  }

  private static StandingMark marksOf(Mark mark) {
    return Objects.requireNonNull(mark.standing());
  }

  /**
   * Standing marks may be as new as can be: what they say was committed under the lock that is held
   * now, so the rows say it too. How far the ledger was published must be older than the rows.
   */
  private Mark fresh(Intent intent, Mark before) {
    return new Mark(marks.of(intent.agentWallet()).standing(), before.hot());
  }

  private static Attempt refused(RefusalReason reason, String detail) {
    return new Attempt.Refuse(new Refusal(reason, detail));
  }

  /** Writes a refusal; one that only tampering explains is judged again under the locks. */
  Result refuse(Intent intent, Source source, Refusal refusal) {
    if (!refusal.reason().freezes()) {
      return unsigned(intent, ledger.refuse(intent, source, refusal, now()));
    }
    var before = marks.of(intent.agentWallet());
    return unsigned(
        intent,
        ledger.judge(
            intent, source, now(), standing -> verdict(intent, standing, fresh(intent, before))));
  }

  private Optional<Refusal> verdict(Intent intent, Standing standing, Mark mark) {
    var refusal = tools.standings().refusal(intent, standing, mark, now());
    return refusal.isPresent() ? refusal : unproven(standing.material());
  }

  private Optional<Refusal> unproven(@Nullable Material material) {
    if (material == null || material.grant() == null) {
      return Optional.empty();
    }
    return tools.evidence().check(material, material.grant())
            instanceof GrantEvidence.Verdict.Unproven unproven
        ? Optional.of(unproven.refusal())
        : Optional.empty();
  }

  private Result unsigned(Intent intent, Birth birth) {
    return switch (birth) {
      case Birth.Refused refused -> new Result.Refused();
      case Birth.PlanAgain again -> new Result.NotYet(again.otherwise());
      case Birth.Fenced fenced -> new Result.Fenced();
      case Birth.Behind behind -> {
        // From now on the wallet is held, and the refusal is written above what was published.
        long published = marks.of(intent.agentWallet()).hot().sequence();
        marks.hold(intent.agentWallet(), behind.lastSequence(), published);
        yield new Result.NotYet(
            new Refusal(
                RefusalReason.LEDGER_BEHIND,
                "the ledger ends at event "
                    + behind.lastSequence()
                    + ", "
                    + published
                    + " was published: qv admin reconcile"));
      }
      case Birth.Signed signed -> throw new IllegalStateException("signed where it was refused");
    };
  }

  private Instant now() {
    return tools.clock().instant();
  }
}

package io.quantumvault.signer.lane;

import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.LimitCheck;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.venue.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one partition in the hands of the worker that holds it: persist before sending,
 * once per intent, ever. A row is born with its outcome, every change writes its event in the same
 * transaction, and every change compares the partition's epoch, which shuts out a worker that was
 * away. Methods throw {@link LedgerUnavailableException} when the database does not answer (then
 * nothing was changed, or it cannot be known, and the row is read again) and {@link
 * LedgerFaultException} when it refuses for good.
 */
public interface Ledger {
  /**
   * Everything step 2 reads, without locks.
   *
   * @param row the intent's row, if it has one already
   */
  record Stand(Standing standing, LedgerView view, @Nullable Row row) {}

  /**
   * A row as it stands.
   *
   * @param payload the intent's bytes, verified before they were written
   * @param before what the venue's adapter remembered; null for a refused one
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(Claim claim, byte[] payload, byte @Nullable [] before) {}

  /**
   * An order ready to be signed.
   *
   * @param view what the limits were compared with
   * @param slot at which the account was read
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Planned(LimitCheck.Verdict.Fits fits, byte[] before, LedgerView view, long slot) {}

  /** What an attempt to sign under the locks says. */
  sealed interface Attempt {
    /** These bytes are to be kept and sent. */
    record Sign(SignedTransaction transaction) implements Attempt {}

    /** Nothing is signed. */
    record Refuse(Refusal refusal) implements Attempt {}

    /** Something is not as it was planned on. */
    record PlanAgain(Refusal otherwise) implements Attempt {}
  }

  /** How the birth of a row ended. */
  sealed interface Birth {
    /** Born signed, committed. */
    record Signed(Claim.Signed claim) implements Birth {}

    /** Born refused, committed. */
    record Refused(Refusal refusal) implements Birth {}

    /** Nothing was written: something changed since it was planned, or it has a row by now. */
    record PlanAgain(Refusal otherwise) implements Birth {}

    /** Nothing was written: the ledger ends before what was published of it. */
    record Behind(long lastSequence) implements Birth {}

    /** Nothing was written: another worker holds the partition. */
    record Fenced() implements Birth {}
  }

  /** How a step of a row ended. */
  sealed interface Step {
    /** Done, committed. */
    record Done() implements Step {}

    /** Another one was first; the row as it stands, null if it is gone. */
    record Moved(@Nullable Row row) implements Step {}

    /** Nothing was written: another worker holds the partition. */
    record Fenced() implements Step {}
  }

  /** Reads everything that gives or takes execution, the bot's view and the intent's own row. */
  Stand stand(Intent intent, Instant now);

  /** Takes both locks, reads everything afresh, runs the attempt and commits what it says. */
  Birth sign(
      Intent intent,
      Source source,
      Planned planned,
      Instant now,
      Function<Standing, Attempt> attempt);

  /** Writes a refusal. */
  Birth refuse(Intent intent, Source source, Refusal refusal, Instant now);

  /**
   * Takes both locks, reads everything afresh and writes the refusal that is still due then, if one
   * is; one that freezes freezes.
   */
  Birth judge(
      Intent intent, Source source, Instant now, Function<Standing, Optional<Refusal>> verdict);

  /** Records that the transaction was handed to the chain; lost by a crash it is done again. */
  Step submitted(Intent intent, Claim.Signed signed, Instant now);

  /** Ends an intent whose transaction landed; effect and reading may be unknown. */
  Step landed(
      Intent intent,
      Claim.Sent sent,
      long slot,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      Instant now);

  /** Ends an intent whose transaction failed. */
  Step failed(
      Intent intent,
      Claim.Sent sent,
      long slot,
      String chainError,
      @Nullable Reading reading,
      Instant now);

  /** Ends an intent whose transaction can no longer land. */
  Step expired(Intent intent, Claim.Sent sent, String detail, Instant now);

  /** Holds an intent of which nobody can say yet whether it landed. */
  Step unknown(Intent intent, Claim.Submitted submitted, String detail, Instant now);

  /**
   * Ends an intent of unknown outcome as somebody ordered, whom the chain does not contradict.
   *
   * @param fate what they say; slot 0 where no endpoint names one
   */
  Step resolved(
      Intent intent,
      Claim.OutcomeUnknown unknown,
      Fate fate,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      AdminOrder.Resolve order,
      Instant now);

  /** Says that an outcome stays unknown, although somebody ordered it to end, and why. */
  Step notResolved(
      Intent intent,
      Claim.OutcomeUnknown unknown,
      AdminOrder.Resolve order,
      String why,
      Instant now);

  /** Where a wallet's ledger ends now. */
  LedgerEnd end(String agentWallet);

  /** All intents of the partition that have not ended, oldest first. */
  List<Row> unfinished();

  /** Keeps a record that cannot be believed, under where it came from. */
  void unverified(Source source, String agentWallet, String reason, Instant now);
}

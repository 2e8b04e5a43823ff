package io.quantumvault.signer.lane;

import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Claim.Claimed;
import io.quantumvault.signer.claim.Claim.Refused;
import io.quantumvault.signer.claim.Claim.Signed;
import io.quantumvault.signer.claim.Claim.Submitted;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.LimitCheck;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.venue.Before;
import io.quantumvault.signer.venue.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ledger: claim and persist before sending. Every change writes its event in the same
 * transaction. Methods throw {@link LedgerUnavailableException} when the database does not answer;
 * then nothing was changed, or it cannot be known, and the state is read again.
 */
public interface ClaimStore {
  /** How opening an intent ended. */
  sealed interface Opened {
    /** Claimed just now. */
    record Fresh(Claimed claim, Standing standing) implements Opened {}

    /** Refused in the same transaction. */
    record NotClaimed(Refused refused) implements Opened {}

    /** It has a row already. */
    record Existing(Claim claim) implements Opened {}
  }

  /** What signing under the locks came to. */
  sealed interface SignResult {
    /** Signed and committed. */
    record Done(Signed signed) implements SignResult {}

    /** Refused and committed. */
    record NotSigned(Refused refused) implements SignResult {}

    /** Another worker went further in the meantime. */
    record Overtaken(Claim claim) implements SignResult {}
  }

  /** What an attempt to sign under the locks says. */
  sealed interface Attempt {
    /** These bytes are to be kept and sent. */
    record Sign(SignedTransaction transaction) implements Attempt {}

    /** Nothing is signed. */
    record Refuse(Refusal refusal) implements Attempt {}
  }

  /** An unfinished row. */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(Claim claim, byte[] payload) {}

  /** An order ready to be signed. */
  record Planned(LimitCheck.Verdict.Fits fits, Before before) {}

  /** Takes both locks, inserts the intent, reads everything afresh and asks the rule. */
  Opened open(
      Intent intent, Source source, Instant now, Function<Standing, Optional<Refusal>> rule);

  /** Everything that gives or takes execution, read without locks. */
  Standing standing(Intent intent);

  /** The bot's other intents. */
  LedgerView ledger(Intent intent, Instant now);

  /** The intent's state now. */
  Optional<Claim> state(UUID intentId);

  /** Ends a claim unsigned; the state that holds afterwards. */
  Claim refuse(Intent intent, Claimed claimed, Refusal refusal, Instant now);

  /** Takes both locks, reads everything afresh, runs the attempt and commits what it says. */
  SignResult sign(
      Intent intent,
      Claimed claimed,
      Planned planned,
      Instant now,
      Function<Standing, Attempt> attempt);

  /** Under both locks: whether the predicate holds on fresh rows. */
  boolean maySend(Intent intent, Predicate<Standing> predicate);

  /** Records that the transaction was handed to the chain. */
  Submitted submitted(Intent intent, Signed signed, Instant now);

  /** What the account looked like when the intent was planned. */
  Optional<Before> before(UUID intentId);

  /**
   * Ends an intent whose transaction landed, with what it did; effect and reading may be unknown.
   */
  void landed(
      Intent intent,
      Claim.Confirmed confirmed,
      SignedTransaction transaction,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      Instant now);

  /** Ends an intent whose transaction failed or can no longer land, or holds it for people. */
  void ended(
      Intent intent,
      Claim claim,
      SignedTransaction transaction,
      String detail,
      @Nullable Reading reading,
      Instant now);

  /** All intents that have not ended, oldest first. */
  List<Row> unfinished();

  /** Keeps a record that cannot be believed, under where it came from. */
  void unverified(Source source, String agentWallet, String reason, Instant now);
}

package io.quantumvault.signer.lane;

import static io.quantumvault.signer.claim.RefusalReason.CHAIN_UNAVAILABLE;
import static io.quantumvault.signer.claim.RefusalReason.DEADLINE_PASSED;

import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Claim.Claimed;
import io.quantumvault.signer.claim.Claim.Signed;
import io.quantumvault.signer.claim.Claim.Submitted;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.fate.EffectProbe;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.fate.Followed;
import io.quantumvault.signer.lane.ClaimStore.Opened;
import io.quantumvault.signer.lane.ClaimStore.SignResult;
import io.quantumvault.signer.lane.Planner.Plan;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.message.NetworkFee;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.Effect;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks one intent through every step, from wherever the ledger says it stands. Runs on a lane, so
 * that the next intent of a bot starts after this one's effect was read. Rule: the page
 * docs/signer.md.
 */
public final class TradeWorker {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_DEADLINE = Duration.ofHours(1);

  private final ClaimStore ledger;
  private final StandingCheck standings;
  private final Planner planner;
  private final SigningStep signing;
  private final FateWatch fates;
  private final EffectReader effects;
  private final Map<String, Venue> venues;
  private final TradeSettings settings;
  private final InstantSource clock;

  /** Takes everything a trade passes through. */
  public TradeWorker(
      ClaimStore ledger,
      StandingCheck standings,
      Planner planner,
      Blockhashes blockhashes,
      TradeSigner signer,
      FateWatch fates,
      AccountReader accounts,
      Map<String, Venue> venues,
      TradeSettings settings,
      InstantSource clock) {
    this.ledger = ledger;
    this.standings = standings;
    this.planner = planner;
    this.signing =
        new SigningStep(ledger, standings, blockhashes, signer, settings.budget(), clock);
    this.fates = fates;
    this.venues = Map.copyOf(venues);
    this.effects =
        new EffectReader(
            ledger, accounts, this.venues, settings.effectWithin(), settings.retryEvery(), clock);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Takes an intent from its record to its end.
   *
   * @param claimed runs as soon as the ledger holds it, so that its offset may be committed
   */
  public void process(Intent intent, Source source, Runnable claimed) throws InterruptedException {
    var opened =
        untilAnswered(
            () -> ledger.open(intent, source, clock.instant(), standing -> rule(intent, standing)));
    claimed.run();
    switch (opened) {
      case Opened.Fresh fresh -> plan(intent, fresh.claim(), fresh.standing());
      case Opened.NotClaimed refused -> {}
      case Opened.Existing existing -> resume(intent, existing.claim());
    }
  }

  /** Takes an intent on from the state it was left in. */
  public void resume(Intent intent, Claim claim) throws InterruptedException {
    switch (claim) {
      case Claimed claimed -> plan(intent, claimed, untilAnswered(() -> ledger.standing(intent)));
      case Signed signed -> firstSendAfterRestart(intent, signed);
      case Submitted submitted -> follow(intent, submitted, mayResend(intent));
      case Claim.OutcomeUnknown unknown -> {}
      case Claim.Ended ended -> {}
    }
  }

  private Optional<Refusal> rule(Intent intent, Standing standing) {
    var now = clock.instant();
    return now.isBefore(intent.deadline())
        ? standings.refusal(intent, standing, now)
        : Optional.of(new Refusal(DEADLINE_PASSED, "it passed at " + intent.deadline()));
  }

  private void plan(Intent intent, Claimed claimed, Standing first) throws InterruptedException {
    var standing = first;
    while (true) {
      var refusal = rule(intent, standing);
      if (refusal.isPresent()) {
        refuse(intent, claimed, refusal.get());
        return;
      }
      Refusal otherwise;
      try {
        switch (planner.plan(intent, standing, clock.instant())) {
          case Plan.Refused refused -> {
            refuse(intent, claimed, refused.refusal());
            return;
          }
          case Plan.Ready ready -> {
            var left = sign(intent, claimed, ready);
            if (left == null) {
              return;
            }
            otherwise = left;
          }
        }
      } catch (ChainException e) {
        otherwise = new Refusal(CHAIN_UNAVAILABLE, String.valueOf(e.getMessage()));
      } catch (LedgerUnavailableException e) {
        otherwise = new Refusal(DEADLINE_PASSED, "the ledger did not answer before the deadline");
      }
      if (!clock.instant().plus(settings.retryEvery()).isBefore(intent.deadline())) {
        refuse(intent, claimed, otherwise);
        return;
      }
      Thread.sleep(settings.retryEvery());
      standing = untilAnswered(() -> ledger.standing(intent));
    }
  }

  /** Null when the intent went on; else why it could not be signed yet. */
  private @Nullable Refusal sign(Intent intent, Claimed claimed, Plan.Ready ready)
      throws InterruptedException {
    SigningStep.Result result;
    try {
      result = signing.run(intent, claimed, ready);
    } catch (LedgerUnavailableException e) {
      // The commit's answer may be lost: whether it was signed is read from the ledger itself.
      var state = untilAnswered(() -> ledger.state(intent.intentId()));
      if (state.isPresent() && !(state.get() instanceof Claimed)) {
        resume(intent, state.get());
        return null;
      }
      throw e;
    }
    switch (result) {
      case SigningStep.Result.NotSigned refused -> refuse(intent, claimed, refused.refusal());
      case SigningStep.Result.NotYet notYet -> {
        return notYet.otherwise();
      }
      case SigningStep.Result.FromLedger from -> {
        switch (from.result()) {
          case SignResult.Done done -> firstSend(intent, done.signed());
          case SignResult.NotSigned refused -> {}
          case SignResult.Overtaken overtaken -> resume(intent, overtaken.claim());
        }
      }
    }
    return null;
  }

  private void firstSend(Intent intent, Signed signed) throws InterruptedException {
    var fate =
        fate(
            signed.transaction(),
            clock.instant(),
            mayResend(intent),
            () -> untilAnsweredUnchecked(() -> ledger.submitted(intent, signed, clock.instant())));
    end(intent, signed.submitted(), fate);
  }

  private Fate fate(
      SignedTransaction transaction, Instant signedAt, BooleanSupplier maySend, Runnable afterFirst)
      throws InterruptedException {
    var followed =
        new Followed(
            transaction, signedAt, maySend, afterFirst, slot -> EffectProbe.Shown.UNTELLABLE);
    var fate = fates.follow(followed);
    var pause = settings.retryEvery();
    while (fate instanceof Fate.Undecided) {
      Thread.sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      fate = fates.look(followed);
    }
    return fate;
  }

  /**
   * Nobody knows whether it was sent before; whether it may be sent now is asked under the locks.
   */
  private void firstSendAfterRestart(Intent intent, Signed signed) throws InterruptedException {
    boolean maySend =
        untilAnswered(() -> ledger.maySend(intent, standing -> stands(intent, standing)));
    untilAnswered(() -> ledger.submitted(intent, signed, clock.instant()));
    follow(intent, maySend ? signed.submitted() : signed.watched(), once(maySend, intent));
  }

  private BooleanSupplier once(boolean maySend, Intent intent) {
    var resend = mayResend(intent);
    var allowed = new AtomicBoolean(maySend);
    return () -> allowed.get() && resend.getAsBoolean();
  }

  private void follow(Intent intent, Submitted submitted, BooleanSupplier maySend)
      throws InterruptedException {
    // When it was signed is not known here, only that it was well before its deadline.
    var signedAt = intent.deadline().minus(LONGEST_DEADLINE);
    end(intent, submitted, fate(submitted.transaction(), signedAt, maySend, () -> {}));
  }

  /** A stop, a revoke or a freeze ends sending; what was sent may still land. */
  private BooleanSupplier mayResend(Intent intent) {
    return () -> stands(intent, ledger.standing(intent));
  }

  private boolean stands(Intent intent, Standing standing) {
    var material = standing.material();
    return standings.refusal(intent, standing, clock.instant()).isEmpty()
        && material != null
        && (intent.reduceOnly()
            || intent.kind() == Intent.Kind.CANCEL
            || standings.level(standing, material, intent.botId()) == Standing.Level.NONE);
  }

  private void end(Intent intent, Submitted submitted, Fate fate) throws InterruptedException {
    switch (fate) {
      case Fate.Landed landed -> landed(intent, submitted, landed.slot());
      case Fate.Failed failed -> {
        var reading = effects.read(intent, failed.slot());
        untilAnswered(() ->
            ended(
                intent,
                submitted,
                submitted.failed(failed.slot(), failed.error()),
                failed.error(),
                reading));
      }
      case Fate.Expired expired ->
          untilAnswered(
              () -> ended(intent, submitted, submitted.expired(), expired.lastRefusal(), null));
      case Fate.Undecided undecided ->
          throw new IllegalStateException("asked on until it is decided");
    }
  }

  private boolean ended(
      Intent intent, Submitted submitted, Claim claim, String detail, @Nullable Reading reading) {
    ledger.ended(intent, claim, submitted.transaction(), detail, reading, clock.instant());
    return true;
  }

  private void landed(Intent intent, Submitted submitted, long slot) throws InterruptedException {
    var reading = effects.read(intent, slot);
    var before = untilAnswered(() -> ledger.before(intent.intentId()));
    var material = untilAnswered(() -> ledger.standing(intent)).material();
    var venue = material == null ? null : venues.get(material.venue());
    @Nullable Effect effect =
        reading == null || venue == null || before.isEmpty()
            ? null
            : venue.effect(intent.market(), before.get(), reading.account());
    long fee = NetworkFee.lamports(submitted.transaction().wire());
    untilAnswered(() -> {
      ledger.landed(
          intent,
          submitted.confirmed(slot),
          submitted.transaction(),
          fee,
          effect,
          reading,
          clock.instant());
      return true;
    });
  }

  private void refuse(Intent intent, Claimed claimed, Refusal refusal) throws InterruptedException {
    untilAnswered(() -> ledger.refuse(intent, claimed, refusal, clock.instant()));
  }

  private <T> T untilAnswered(Supplier<T> question) throws InterruptedException {
    while (true) {
      try {
        return question.get();
      } catch (LedgerUnavailableException e) {
        Thread.sleep(settings.retryEvery());
      }
    }
  }

  private void untilAnsweredUnchecked(Supplier<?> question) {
    try {
      untilAnswered(question);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionKind;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Claim.Claimed;
import io.quantumvault.signer.claim.Claim.Signed;
import io.quantumvault.signer.claim.Claim.Submitted;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.lane.ClaimStore;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.venue.Before;
import io.quantumvault.signer.venue.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in PostgreSQL. Whoever changes a row says in the statement which state it must be in;
 * when another worker was first, nothing changes and its state is returned.
 */
public final class PostgresClaimStore implements ClaimStore {
  private final Database database;
  private final StandingRows standings;
  private final Runnable eventsWaiting;

  /**
   * Takes the database and who is told after each commit that events wait to be published.
   *
   * @param platform marks of the platform stream
   */
  public PostgresClaimStore(Database database, PlatformMark platform, Runnable eventsWaiting) {
    this.database = database;
    this.standings = new StandingRows(platform);
    this.eventsWaiting = eventsWaiting;
  }

  private <T> T changing(Database.Work<T> work) {
    T result = database.inTransaction(work);
    eventsWaiting.run();
    return result;
  }

  @Override
  public Opened open(
      Intent intent, Source source, Instant now, Function<Standing, Optional<Refusal>> rule) {
    return changing(c -> {
      StandingRows.lock(c, intent.agentWallet());
      if (!IntentRows.insert(c, intent, source, now)) {
        return new Opened.Existing(IntentRows.require(c, intent.intentId()));
      }
      var claimed = new Claimed(intent.intentId());
      var standing = standings.read(c, intent);
      var refusal = rule.apply(standing);
      if (refusal.isPresent()) {
        refuse(c, intent, refusal.get(), now);
        return new Opened.NotClaimed(claimed.refused(refusal.get()));
      }
      EventRows.add(
          c,
          intent.intentId(),
          ExecutionEvents.of(ExecutionKind.EXECUTION_KIND_CLAIMED, intent, now),
          now);
      return new Opened.Fresh(claimed, standing);
    });
  }

  @Override
  public Standing standing(Intent intent) {
    return database.inTransaction(c -> standings.read(c, intent));
  }

  @Override
  public LedgerView ledger(Intent intent, Instant now) {
    return database.inTransaction(c -> IntentRows.view(c, intent, now));
  }

  @Override
  public Optional<Claim> state(UUID intentId) {
    return database.inTransaction(c -> IntentRows.find(c, intentId, false));
  }

  @Override
  public Claim refuse(Intent intent, Claimed claimed, Refusal refusal, Instant now) {
    return changing(c ->
        refuse(c, intent, refusal, now)
            ? claimed.refused(refusal)
            : IntentRows.require(c, intent.intentId()));
  }

  private static boolean refuse(Connection c, Intent intent, Refusal refusal, Instant now)
      throws SQLException {
    if (!IntentRows.refuse(c, intent.intentId(), refusal, now)) {
      return false;
    }
    if (refusal.reason().freezes()) {
      IntentRows.freeze(c, intent.agentWallet(), refusal.reason() + ": " + refusal.detail(), now);
    }
    EventRows.add(
        c,
        intent.intentId(),
        ExecutionEvents.of(ExecutionKind.EXECUTION_KIND_REFUSED, intent, now)
            .setReason(refusal.reason().name())
            .setDetail(refusal.detail()),
        now);
    return true;
  }

  @Override
  public SignResult sign(
      Intent intent,
      Claimed claimed,
      Planned planned,
      Instant now,
      Function<Standing, Attempt> attempt) {
    return changing(c -> {
      StandingRows.lock(c, intent.agentWallet());
      var state = IntentRows.find(c, intent.intentId(), true).orElse(null);
      if (!(state instanceof Claimed)) {
        if (state == null) {
          throw new SQLException("the claim is gone");
        }
        return new SignResult.Overtaken(state);
      }
      return switch (attempt.apply(standings.read(c, intent))) {
        case Attempt.Refuse no -> {
          refuse(c, intent, no.refusal(), now);
          yield new SignResult.NotSigned(claimed.refused(no.refusal()));
        }
        case Attempt.Sign yes -> {
          persist(c, intent, planned, yes.transaction(), now);
          yield new SignResult.Done(claimed.signed(yes.transaction()));
        }
      };
    });
  }

  private static void persist(
      Connection c, Intent intent, Planned planned, SignedTransaction transaction, Instant now)
      throws SQLException {
    if (!IntentRows.sign(c, intent.intentId(), planned, transaction, now)) {
      throw new SQLException("the claim changed under its lock");
    }
    var event = ExecutionEvents.of(ExecutionKind.EXECUTION_KIND_SIGNED, intent, now);
    ExecutionEvents.transaction(event, transaction);
    EventRows.add(c, intent.intentId(), event, now);
  }

  @Override
  public boolean maySend(Intent intent, Predicate<Standing> predicate) {
    return database.inTransaction(c -> {
      StandingRows.lock(c, intent.agentWallet());
      return predicate.test(standings.read(c, intent));
    });
  }

  @Override
  public Submitted submitted(Intent intent, Signed signed, Instant now) {
    return changing(c -> {
      if (IntentRows.submitted(c, intent.intentId(), now)) {
        var event = ExecutionEvents.of(ExecutionKind.EXECUTION_KIND_SUBMITTED, intent, now);
        ExecutionEvents.transaction(event, signed.transaction());
        EventRows.add(c, intent.intentId(), event, now);
      }
      return signed.submitted();
    });
  }

  @Override
  public Optional<Before> before(UUID intentId) {
    return database.inTransaction(c -> IntentRows.before(c, intentId));
  }

  @Override
  public void landed(
      Intent intent,
      Claim.Confirmed confirmed,
      SignedTransaction transaction,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      Instant now) {
    var event =
        ExecutionEvents.of(ExecutionKind.EXECUTION_KIND_CONFIRMED, intent, now)
            .setSlot(confirmed.slot())
            .setNetworkFeeLamports(feeLamports);
    if (effect == null) {
      event.setDetail("the account could not be read after the trade");
    } else {
      event
          .setFilledBase(ExecutionEvents.plain(effect.filledBase()))
          .setRealisedPnlUsd(ExecutionEvents.usd(effect.realisedPnlUsd()));
      if (effect.averagePrice() != null) {
        event.setAveragePrice(ExecutionEvents.plain(effect.averagePrice()));
      }
      effect.restingOrderIds().forEach(id -> event.addRestingOrderIds(id.intValue()));
    }
    end(intent, confirmed, transaction, event, "", reading, confirmed.slot(), now);
  }

  @Override
  public void ended(
      Intent intent,
      Claim claim,
      SignedTransaction transaction,
      String detail,
      @Nullable Reading reading,
      Instant now) {
    var kind =
        switch (claim) {
          case Claim.Failed failed -> ExecutionKind.EXECUTION_KIND_FAILED;
          case Claim.Expired expired -> ExecutionKind.EXECUTION_KIND_EXPIRED;
          case Claim.OutcomeUnknown unknown -> ExecutionKind.EXECUTION_KIND_OUTCOME_UNKNOWN;
          default -> throw new IllegalArgumentException("not an end of a sent transaction");
        };
    var event = ExecutionEvents.of(kind, intent, now).setReason(claim.state()).setDetail(detail);
    long slot = 0;
    if (claim instanceof Claim.Failed failed) {
      slot = failed.slot();
      event.setSlot(slot).setChainError(failed.chainError());
    }
    end(intent, claim, transaction, event, detail, reading, slot, now);
  }

  private void end(
      Intent intent,
      Claim claim,
      SignedTransaction transaction,
      ExecutionEvent.Builder event,
      String detail,
      @Nullable Reading reading,
      long slot,
      Instant now) {
    ExecutionEvents.transaction(event, transaction);
    if (reading != null) {
      event.setAccount(ExecutionEvents.account(reading));
    }
    changing(c -> {
      if (IntentRows.end(c, claim, detail, slot, now)) {
        EventRows.add(c, intent.intentId(), event, now);
      }
      return true;
    });
  }

  @Override
  public List<Row> unfinished() {
    return database.inTransaction(IntentRows::unfinished);
  }

  @Override
  public void unverified(Source source, String agentWallet, String reason, Instant now) {
    changing(c -> {
      if (IntentRows.unverified(c, source, reason, now)) {
        EventRows.add(
            c,
            null,
            ExecutionEvent.newBuilder()
                .setEnvelope(ExecutionEvents.envelope("", "", now))
                .setKind(ExecutionKind.EXECUTION_KIND_REFUSED)
                .setAgentWallet(agentWallet)
                .setReason("UNVERIFIED_RECORD")
                .setDetail(reason)
                .setSourceTopic(source.topic())
                .setSourcePartition(source.partition())
                .setSourceOffset(source.offset()),
            now);
      }
      return true;
    });
  }
}

package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.lane.Ledger;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.outbound.LedgerChanges.Numbers;
import io.quantumvault.signer.venue.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one partition in PostgreSQL. A step that must be durable before anything follows
 * from it waits for the flush; that a transaction was handed over need not be, and goes another
 * way.
 */
public final class PostgresLedger implements Ledger {
  private static final String STAND =
      StandingRows.READS + ";\n" + LedgerRows.VIEW + ";\n" + LedgerRows.ROW + "WHERE intent_id = ?";
  private static final String LOCKED = StandingRows.LOCKS + StandingRows.READS;
  private static final String LOOK =
      LedgerRows.ROW
          + "WHERE intent_id = ?;\n"
          + "SELECT coalesce((SELECT epoch FROM ledger.fencing WHERE topic_partition = ?), 0),"
          + " coalesce((SELECT last_sequence FROM ledger.wallets WHERE agent_wallet = ?), 0)";

  private final Database database;
  private final Database unflushed;
  private final LedgerChanges changes;
  private final MarkBook marks;
  private final Events events;

  /** Who publishes what was committed. */
  public interface Events {
    /** An event that is committed under this number. */
    void written(String agentWallet, long sequence, ExecutionEvent event);

    /** Something may have been committed whose answer was lost. */
    void missed(String agentWallet);
  }

  /**
   * Takes one worker's hold on a partition.
   *
   * @param unflushed the same database, where a commit does not wait for the disk
   * @param epoch that the partition has since this worker holds it
   */
  public PostgresLedger(
      Database database,
      Database unflushed,
      int partition,
      long epoch,
      MarkBook marks,
      Events events) {
    this.database = database;
    this.unflushed = unflushed;
    this.changes = new LedgerChanges(partition, epoch);
    this.marks = marks;
    this.events = events;
  }

  @Override
  public Stand stand(Intent intent, Instant now) {
    var held = held(intent);
    return database.atOnce(c -> {
      try (var s = c.prepareStatement(STAND)) {
        var to = new Parameters(s);
        StandingRows.bindReads(to, intent, held);
        LedgerRows.bindView(to, intent, now);
        to.add(intent.intentId());
        s.execute();
        var results = new Results(s);
        var standing = StandingRows.read(results);
        var view = LedgerRows.view(results);
        return new Stand(standing, view, LedgerRows.row(results.next()));
      }
    });
  }

  private Set<UUID> held(Intent intent) {
    var standing = marks.of(intent.agentWallet()).standing();
    return standing == null ? Set.of() : standing.stops().keySet();
  }

  private static Standing locked(Connection c, Intent intent, Set<UUID> held) throws SQLException {
    try (var s = c.prepareStatement(LOCKED)) {
      var to = new Parameters(s);
      StandingRows.bindLocks(to, intent);
      StandingRows.bindReads(to, intent, held);
      s.execute();
      var results = new Results(s);
      StandingRows.skipLocks(results);
      return StandingRows.read(results);
    }
  }

  @Override
  public Birth sign(
      Intent intent,
      Source source,
      Planned planned,
      Instant now,
      Function<Standing, Attempt> attempt) {
    var held = held(intent);
    return committed(
        intent.agentWallet(),
        () ->
            database.inTransaction(c ->
                switch (attempt.apply(locked(c, intent, held))) {
                  case Attempt.Refuse no -> refused(c, intent, source, no.refusal(), now);
                  case Attempt.PlanAgain again ->
                      Written.nothing(new Birth.PlanAgain(again.otherwise()));
                  case Attempt.Sign yes -> signed(c, intent, source, planned, yes, now);
                }));
  }

  private Written<Birth> signed(
      Connection c, Intent intent, Source source, Planned planned, Attempt.Sign yes, Instant now)
      throws SQLException {
    var event =
        ExecutionEvents.of(intent, now)
            .setSigned(
                ExecutionEvent.Signed.newBuilder()
                    .setTransaction(ExecutionEvents.transaction(yes.transaction())));
    var number = changes.sign(c, intent, source, planned, yes.transaction(), event, now);
    return number.isEmpty()
        ? Written.nothing(notBorn(c, intent, 0))
        : Written.of(
            new Birth.Signed(
                new Claim.Signed(intent.intentId(), yes.transaction(), now, number.getAsLong())),
            number,
            event);
  }

  @Override
  public Birth refuse(Intent intent, Source source, Refusal refusal, Instant now) {
    return committed(
        intent.agentWallet(), () -> database.atOnce(c -> refused(c, intent, source, refusal, now)));
  }

  @Override
  public Birth judge(
      Intent intent, Source source, Instant now, Function<Standing, Optional<Refusal>> verdict) {
    var held = held(intent);
    var birth =
        committed(
            intent.agentWallet(),
            () ->
                database.inTransaction(c -> {
                  var refusal = verdict.apply(locked(c, intent, held));
                  return refusal.isPresent()
                      ? refused(c, intent, source, refusal.get(), now)
                      : Written.nothing(
                          new Birth.PlanAgain(
                              new Refusal(RefusalReason.STATE_BEHIND, "rows changed while read")));
                }));
    if (birth instanceof Birth.Refused(var refusal) && refusal.reason().freezes()) {
      marks.freeze(intent.agentWallet(), refusal.reason() + ": " + refusal.detail());
    }
    return birth;
  }

  private Written<Birth> refused(
      Connection c, Intent intent, Source source, Refusal refusal, Instant now)
      throws SQLException {
    var numbers = Numbers.of(marks.of(intent.agentWallet()));
    var event = ExecutionEvents.of(intent, now).setRefused(ExecutionEvents.refused(refusal));
    var number = changes.refuse(c, intent, source, refusal, numbers, event, now);
    return number.isEmpty()
        ? Written.nothing(notBorn(c, intent, numbers.atLeast()))
        : Written.of(new Birth.Refused(refusal), number, event);
  }

  /** Why a row was not written: the first thing that does not fit. */
  private Birth notBorn(Connection c, Intent intent, long atLeast) throws SQLException {
    var look = look(c, intent);
    if (look.epoch() != changes.epoch()) {
      return new Birth.Fenced();
    }
    if (look.lastSequence() < atLeast) {
      return new Birth.Behind(look.lastSequence());
    }
    return new Birth.PlanAgain(
        new Refusal(RefusalReason.BUSY, "another trade of this bot came in between"));
  }

  private record Look(@Nullable Row row, long epoch, long lastSequence) {}

  private Look look(Connection c, Intent intent) throws SQLException {
    try (var s = c.prepareStatement(LOOK)) {
      new Parameters(s).add(intent.intentId()).add(changes.partition()).add(intent.agentWallet());
      s.execute();
      var results = new Results(s);
      var row = LedgerRows.row(results.next());
      var numbers = results.next();
      numbers.next();
      return new Look(row, numbers.getLong(1), numbers.getLong(2));
    }
  }

  @Override
  public Step submitted(Intent intent, Claim.Signed signed, Instant now) {
    var event =
        ExecutionEvents.of(intent, now)
            .setSubmitted(
                ExecutionEvent.Submitted.newBuilder()
                    .setTransaction(ExecutionEvents.transaction(signed.transaction())));
    return step(unflushed, intent, signed.submitted(), List.of("SIGNED"), "", 0, event, now);
  }

  @Override
  public Step landed(
      Intent intent,
      Claim.Sent sent,
      long slot,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      Instant now) {
    var event =
        ExecutionEvents.of(intent, now)
            .setConfirmed(ExecutionEvents.confirmed(sent, slot, feeLamports, effect, reading));
    return end(intent, sent, sent.confirmed(slot), "", seen(slot, reading), event, now);
  }

  @Override
  public Step failed(
      Intent intent,
      Claim.Sent sent,
      long slot,
      String chainError,
      @Nullable Reading reading,
      Instant now) {
    var event =
        ExecutionEvents.of(intent, now)
            .setFailed(ExecutionEvents.failed(sent, slot, chainError, reading));
    return end(
        intent, sent, sent.failed(slot, chainError), chainError, seen(slot, reading), event, now);
  }

  @Override
  public Step expired(Intent intent, Claim.Sent sent, String detail, Instant now) {
    var event = ExecutionEvents.of(intent, now).setExpired(ExecutionEvents.expired(sent, detail));
    return end(intent, sent, sent.expired(), detail, 0, event, now);
  }

  @Override
  public Step unknown(Intent intent, Claim.Submitted submitted, String detail, Instant now) {
    var event =
        ExecutionEvents.of(intent, now)
            .setOutcomeUnknown(ExecutionEvents.unknown(submitted, detail));
    return end(intent, submitted, submitted.unknown(), detail, 0, event, now);
  }

  @Override
  public Step resolved(
      Intent intent,
      Claim.OutcomeUnknown unknown,
      Fate fate,
      long feeLamports,
      @Nullable Effect effect,
      @Nullable Reading reading,
      AdminOrder.Resolve order,
      Instant now) {
    var event = ExecutionEvents.of(intent, now);
    ResolvedEvents.fill(event, unknown, fate, feeLamports, effect, reading, order);
    return end(
        intent,
        unknown,
        ResolvedEvents.claim(unknown, fate),
        Told.detail(event.build()),
        seen(ResolvedEvents.slot(fate), reading),
        event,
        now);
  }

  @Override
  public Step notResolved(
      Intent intent,
      Claim.OutcomeUnknown unknown,
      AdminOrder.Resolve order,
      String why,
      Instant now) {
    var detail =
        Refusal.words("not resolved as " + order.resolution() + " for " + order.by() + ": " + why);
    var event =
        ExecutionEvents.of(intent, now)
            .setOutcomeUnknown(
                ExecutionEvents.unknown(unknown, detail).setOrderId(order.orderId().toString()));
    return end(intent, unknown, unknown, detail, 0, event, now);
  }

  @Override
  public LedgerEnd end(String agentWallet) {
    return LedgerPartitions.end(database, agentWallet);
  }

  private static long seen(long slot, @Nullable Reading reading) {
    return reading == null ? slot : Math.max(slot, reading.account().slot());
  }

  private Step end(
      Intent intent,
      Claim.Sent from,
      Claim to,
      String detail,
      long slot,
      ExecutionEvent.Builder event,
      Instant now) {
    marks.saw(intent.agentWallet(), slot);
    return step(database, intent, to, List.of(from.state()), detail, slot, event, now);
  }

  private Step step(
      Database where,
      Intent intent,
      Claim to,
      List<String> from,
      String detail,
      long slot,
      ExecutionEvent.Builder event,
      Instant now) {
    var numbers = Numbers.of(marks.of(intent.agentWallet()));
    var step =
        committed(
            intent.agentWallet(),
            () ->
                where.atOnce(c -> {
                  var number =
                      changes.step(
                          c,
                          intent,
                          to,
                          from,
                          Refusal.words(detail),
                          slot,
                          marks.acknowledged(intent.agentWallet()),
                          numbers,
                          event,
                          now);
                  return number.isEmpty()
                      ? Written.nothing(notDone(c, intent, numbers.atLeast()))
                      : Written.of(Optional.<Step>of(new Step.Done()), number, event);
                }));
    // Held by now, it is done above what was published.
    return step.orElseGet(() -> step(where, intent, to, from, detail, slot, event, now));
  }

  /**
   * Why a step was not done; empty when the wallet is held from now on, its ledger being behind.
   */
  private Optional<Step> notDone(Connection c, Intent intent, long atLeast) throws SQLException {
    var look = look(c, intent);
    if (look.epoch() != changes.epoch()) {
      return Optional.of(new Step.Fenced());
    }
    if (look.lastSequence() < atLeast) {
      marks.hold(intent.agentWallet(), look.lastSequence(), atLeast);
      return Optional.empty();
    }
    return Optional.of(new Step.Moved(look.row()));
  }

  @Override
  public List<Row> unfinished() {
    return database.atOnce(c -> LedgerRows.unfinished(c, changes.partition()));
  }

  @Override
  public void unverified(Source source, String agentWallet, String reason, Instant now) {
    var event = ExecutionEvents.unverified(source, agentWallet, reason, now);
    var numbers = LedgerChanges.Numbers.of(marks.of(agentWallet));
    boolean kept =
        committed(
            agentWallet,
            () ->
                database.atOnce(c -> {
                  var number = changes.unverified(c, source, reason, numbers, event, now);
                  return number.isEmpty()
                      ? Written.nothing(false)
                      : Written.of(true, number, event);
                }));
    long last = kept ? numbers.atLeast() : end(agentWallet).last();
    if (last < numbers.atLeast()) {
      // Numbered above what was published it would hide that the ledger was set back.
      marks.hold(agentWallet, last, numbers.atLeast());
      unverified(source, agentWallet, reason, now);
    }
  }

  /** What a change came to, and the event it wrote. */
  private record Written<T>(T result, OptionalLong number, ExecutionEvent.@Nullable Builder event) {
    static <T> Written<T> nothing(T result) {
      return new Written<>(result, OptionalLong.empty(), null);
    }

    static <T> Written<T> of(T result, OptionalLong number, ExecutionEvent.Builder event) {
      return new Written<>(result, number, event);
    }
  }

  private <T> T committed(String agentWallet, Supplier<Written<T>> change) {
    Written<T> written;
    try {
      written = change.get();
    } catch (LedgerUnavailableException e) {
      // It may be committed all the same: then its event is looked for in the ledger.
      events.missed(agentWallet);
      throw e;
    }
    var event = written.event();
    if (event != null) {
      long number = written.number().orElseThrow();
      events.written(agentWallet, number, event.setSequence(number).build());
    }
    return written.result();
  }
}

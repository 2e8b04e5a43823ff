package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.lane.Ledger.Planned;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.MarkBook.Acknowledged;
import io.quantumvault.signer.venue.VenueAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The changes of ledger.intents, each one statement: it changes the row only as it must stand, only
 * for the worker whose epoch the partition has, counts the wallet's and the bot's counters on and
 * writes the event under the number it got. No number means that nothing was written.
 *
 * @param epoch of this worker's hold on the partition
 */
record LedgerChanges(int partition, long epoch) {
  private static final String OURS =
      "(SELECT epoch FROM ledger.fencing WHERE topic_partition = ?) = ?";

  /** The event's number is put into it when it is published. */
  private static final String EVENT =
      """
      INSERT INTO ledger.events (agent_wallet, sequence, event_id, intent_id, payload, created_at)
      SELECT ?, n.last_sequence, ?, ?, ?, ? FROM n RETURNING sequence\
      """;

  private static final String SIGN =
      """
      WITH plan AS (
        INSERT INTO ledger.bots AS b (bot_id, agent_wallet, plan, last_slot)
        SELECT ?, ?, 1, ?
        WHERE %s
          AND (? = 0 OR EXISTS (SELECT 1 FROM ledger.bots WHERE bot_id = ?))
          AND NOT EXISTS (SELECT 1 FROM ledger.intents WHERE intent_id = ?)
        ON CONFLICT (bot_id) DO UPDATE SET plan = b.plan + 1, last_slot = greatest(b.last_slot, excluded.last_slot)
          WHERE b.plan = ?
        RETURNING 1),
      n AS (
        INSERT INTO ledger.wallets AS w (agent_wallet, topic_partition, last_sequence) SELECT ?, ?, 1 FROM plan
        ON CONFLICT (agent_wallet) DO UPDATE SET last_sequence = w.last_sequence + 1
        RETURNING last_sequence),
      row AS (
        INSERT INTO ledger.intents (intent_id, signal_id, agent_wallet, owner, bot_id, grant_id, topic_partition,
          topic_offset, payload, state, market, counted, created_at, signed_at, notional_usd, signed_base, reducing,
          entry_number, rests, before, transaction_bytes, transaction_signature, last_valid_block_height, epoch,
          signed_sequence)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, 'SIGNED', ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, n.last_sequence
        FROM n)
      """
              .formatted(OURS)
          + EVENT;

  private static final String REFUSE =
      """
      WITH row AS (
        INSERT INTO ledger.intents (intent_id, signal_id, agent_wallet, owner, bot_id, grant_id, topic_partition,
          topic_offset, payload, state, reason, detail, market, counted, created_at, ended_at, epoch)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, 'REFUSED', ?, ?, ?, ?, ?, ?, ?
        WHERE %s AND coalesce((SELECT last_sequence FROM ledger.wallets WHERE agent_wallet = ?), 0) >= ?
        ON CONFLICT (intent_id) DO NOTHING RETURNING 1),
      n AS (
        INSERT INTO ledger.wallets AS w (agent_wallet, topic_partition, last_sequence) SELECT ?, ?, ?::bigint + 1 FROM row
        ON CONFLICT (agent_wallet) DO UPDATE SET last_sequence = greatest(w.last_sequence + 1, excluded.last_sequence)
        RETURNING last_sequence)
      """
              .formatted(OURS)
          + EVENT;

  private static final String STEP =
      """
      WITH row AS (
        UPDATE ledger.intents SET state = ?, detail = nullif(?, ''), slot = nullif(?, 0), ended_at = ?,
          submitted_at = coalesce(submitted_at, ?)
        WHERE intent_id = ? AND state = ANY (?) AND %s
          AND coalesce((SELECT last_sequence FROM ledger.wallets WHERE agent_wallet = ?), 0) >= ? RETURNING 1),
      bot AS (
        UPDATE ledger.bots SET plan = plan + 1, last_slot = greatest(last_slot, ?)
        WHERE bot_id = ? AND ? AND EXISTS (SELECT 1 FROM row)),
      n AS (
        UPDATE ledger.wallets SET last_sequence = greatest(last_sequence, ?) + 1, marked_sequence = greatest(marked_sequence, ?),
          marked_version = greatest(marked_version, ?)
        WHERE agent_wallet = ? AND EXISTS (SELECT 1 FROM row) RETURNING last_sequence)
      """
              .formatted(OURS)
          + EVENT;

  private static final String UNVERIFIED =
      """
      WITH row AS (
        INSERT INTO ledger.unverified_records (topic, topic_partition, topic_offset, reason, seen_at)
        SELECT ?, ?, ?, ?, ?
        WHERE %s AND (SELECT coalesce(max(last_sequence), 0) FROM ledger.wallets WHERE agent_wallet = ?) >= ?
        ON CONFLICT DO NOTHING RETURNING 1),
      n AS (
        INSERT INTO ledger.wallets AS w (agent_wallet, topic_partition, last_sequence) SELECT ?, ?, ?::bigint + 1 FROM row
        ON CONFLICT (agent_wallet) DO UPDATE SET last_sequence = greatest(w.last_sequence + 1, excluded.last_sequence)
        RETURNING last_sequence)
      """
              .formatted(OURS)
          + EVENT;

  /**
   * Where the wallet's ledger must stand.
   *
   * @param atLeast the number it must have reached; below it, it was set back
   * @param above the event gets a number above this
   */
  record Numbers(long atLeast, long above) {
    /** A wallet that is held goes on above what was published of it, so that readers take it. */
    static Numbers of(Mark mark) {
      long published = mark.hot().sequence();
      var standing = mark.standing();
      return standing != null && standing.hold() != null
          ? new Numbers(0, published)
          : new Numbers(published, 0);
    }
  }

  /** Born signed, if the bot's plan is still the one that was planned on. */
  OptionalLong sign(
      Connection c,
      Intent intent,
      Source source,
      Planned planned,
      SignedTransaction transaction,
      ExecutionEvent.Builder event,
      Instant now)
      throws SQLException {
    var fits = planned.fits();
    long plan = planned.view().plan();
    try (var s = c.prepareStatement(SIGN)) {
      var to = new Parameters(s);
      to.add(intent.botId()).add(intent.agentWallet()).add(planned.slot());
      ours(to);
      to.add(plan).add(intent.botId()).add(intent.intentId()).add(plan);
      to.add(intent.agentWallet()).add(partition);
      born(to, intent, source);
      to.add(intent.market())
          .add(intent.kind() != Intent.Kind.CANCEL)
          .add(now)
          .add(now)
          .add(fits.notionalUsd())
          .add(fits.signedBase())
          .add(fits.exit())
          .add(fits.entryNumber())
          .add(fits.action() instanceof VenueAction.Rest)
          .add(planned.before())
          .add(transaction.wire())
          .add(transaction.signature())
          .add(transaction.lastValidBlockHeight())
          .add(epoch);
      event(to, intent.intentId(), event, now);
      return number(s);
    }
  }

  /**
   * Born refused.
   *
   * @param numbers what the event's number must fit
   */
  OptionalLong refuse(
      Connection c,
      Intent intent,
      Source source,
      Refusal refusal,
      Numbers numbers,
      ExecutionEvent.Builder event,
      Instant now)
      throws SQLException {
    try (var s = c.prepareStatement(REFUSE)) {
      var to = new Parameters(s);
      born(to, intent, source);
      to.add(refusal.reason().name())
          .add(refusal.detail())
          .add(intent.market())
          .add(intent.kind() != Intent.Kind.CANCEL)
          .add(now)
          .add(now)
          .add(epoch);
      ours(to);
      to.add(intent.agentWallet()).add(numbers.atLeast());
      to.add(intent.agentWallet()).add(partition).add(numbers.above());
      event(to, intent.intentId(), event, now);
      return number(s);
    }
  }

  /**
   * A step from one of these states; one that decides counts the bot's plan on.
   *
   * @param numbers what the event's number must fit
   */
  OptionalLong step(
      Connection c,
      Intent intent,
      Claim to,
      List<String> from,
      String detail,
      long slot,
      Acknowledged acknowledged,
      Numbers numbers,
      ExecutionEvent.Builder event,
      Instant now)
      throws SQLException {
    try (var s = c.prepareStatement(STEP)) {
      var bind = new Parameters(s);
      bind.add(to.state())
          .add(detail)
          .add(slot)
          .add(to instanceof Claim.Ended ? now : null)
          .add(now)
          .add(intent.intentId())
          .addTexts(from);
      ours(bind);
      bind.add(intent.agentWallet()).add(numbers.atLeast());
      bind.add(slot).add(intent.botId()).add(!(to instanceof Claim.Submitted));
      bind.add(numbers.above())
          .add(acknowledged.sequence())
          .add(acknowledged.version())
          .add(intent.agentWallet());
      event(bind, intent.intentId(), event, now);
      return number(s);
    }
  }

  /** A record that is not believed, once. */
  OptionalLong unverified(
      Connection c,
      Source source,
      String reason,
      Numbers numbers,
      ExecutionEvent.Builder event,
      Instant now)
      throws SQLException {
    try (var s = c.prepareStatement(UNVERIFIED)) {
      var to = new Parameters(s);
      to.add(source.topic()).add(source.partition()).add(source.offset()).add(reason).add(now);
      ours(to);
      to.add(event.getAgentWallet()).add(numbers.atLeast());
      to.add(event.getAgentWallet()).add(partition).add(numbers.above());
      event(to, null, event, now);
      return number(s);
    }
  }

  private void ours(Parameters to) throws SQLException {
    to.add(partition).add(epoch);
  }

  private static void born(Parameters to, Intent intent, Source source) throws SQLException {
    to.add(intent.intentId())
        .add(intent.signalId())
        .add(intent.agentWallet())
        .add(intent.owner())
        .add(intent.botId())
        .add(intent.grantId())
        .add(source.partition())
        .add(source.offset())
        .add(intent.payload());
  }

  private static void event(
      Parameters to,
      @org.jspecify.annotations.Nullable UUID intentId,
      ExecutionEvent.Builder event,
      Instant now)
      throws SQLException {
    to.add(event.getAgentWallet())
        .add(UUID.fromString(event.getEnvelope().getEventId()))
        .add(intentId)
        .add(ExecutionRecord.newBuilder().setExecution(event).build().toByteArray())
        .add(now);
  }

  private static OptionalLong number(java.sql.PreparedStatement s) throws SQLException {
    try (var row = s.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }
}

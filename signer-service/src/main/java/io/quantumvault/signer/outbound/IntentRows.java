package io.quantumvault.signer.outbound;

import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Claim.Claimed;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.claim.Source;
import io.quantumvault.signer.lane.ClaimStore.Planned;
import io.quantumvault.signer.lane.ClaimStore.Row;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.LedgerView.Unfinished;
import io.quantumvault.signer.venue.Before;
import io.quantumvault.signer.venue.VenueAction;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements on the rows of ledger.intents and their neighbours. */
final class IntentRows {
  private static final String STATE =
      "SELECT intent_id, state, reason, detail, transaction_bytes, transaction_signature,"
          + " last_valid_block_height, slot, payload FROM ledger.intents ";

  private IntentRows() {}

  /** False if the intent has a row already. */
  static boolean insert(Connection c, Intent intent, Source source, Instant now)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.intents (intent_id, signal_id, agent_wallet, owner, bot_id, grant_id,"
                + " topic_partition, topic_offset, payload, state, market, counted, claimed_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'CLAIMED', ?, ?, ?)"
                + " ON CONFLICT (intent_id) DO NOTHING")) {
      s.setObject(1, intent.intentId());
      s.setObject(2, intent.signalId());
      s.setString(3, intent.agentWallet());
      s.setString(4, intent.owner());
      s.setObject(5, intent.botId());
      s.setObject(6, intent.grantId());
      s.setInt(7, source.partition());
      s.setLong(8, source.offset());
      s.setBytes(9, intent.payload());
      s.setString(10, intent.market());
      s.setBoolean(11, intent.kind() != Intent.Kind.CANCEL);
      s.setTimestamp(12, Timestamp.from(now));
      return s.executeUpdate() == 1;
    }
  }

  static Claim require(Connection c, UUID intentId) throws SQLException {
    return find(c, intentId, false).orElseThrow(() -> new SQLException("the claim is gone"));
  }

  static Optional<Claim> find(Connection c, UUID intentId, boolean lock) throws SQLException {
    try (var s = c.prepareStatement(STATE + "WHERE intent_id = ?" + (lock ? " FOR UPDATE" : ""))) {
      s.setObject(1, intentId);
      try (var row = s.executeQuery()) {
        return row.next() ? Optional.of(claim(row)) : Optional.empty();
      }
    }
  }

  private static Claim claim(ResultSet row) throws SQLException {
    var id = row.getObject("intent_id", UUID.class);
    var detail = row.getString("detail") == null ? "" : row.getString("detail");
    return switch (row.getString("state")) {
      case "CLAIMED" -> new Claimed(id);
      case "SIGNED" -> new Claim.Signed(id, transaction(row));
      case "SUBMITTED" -> new Claim.Submitted(id, transaction(row));
      case "CONFIRMED" -> new Claim.Confirmed(id, row.getLong("slot"));
      case "FAILED" -> new Claim.Failed(id, row.getLong("slot"), detail);
      case "EXPIRED" -> new Claim.Expired(id);
      case "REFUSED" ->
          new Claim.Refused(
              id, new Refusal(RefusalReason.valueOf(row.getString("reason")), detail));
      case "OUTCOME_UNKNOWN" -> new Claim.OutcomeUnknown(id, detail);
      default -> throw new SQLException("a state this signer does not know");
    };
  }

  private static SignedTransaction transaction(ResultSet row) throws SQLException {
    return new SignedTransaction(
        row.getBytes("transaction_bytes"),
        row.getBytes("transaction_signature"),
        row.getLong("last_valid_block_height"));
  }

  static boolean refuse(Connection c, UUID intentId, Refusal refusal, Instant now)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "UPDATE ledger.intents SET state = 'REFUSED', reason = ?, detail = ?, ended_at = ?"
                + " WHERE intent_id = ? AND state = 'CLAIMED'")) {
      s.setString(1, refusal.reason().name());
      s.setString(2, refusal.detail());
      s.setTimestamp(3, Timestamp.from(now));
      s.setObject(4, intentId);
      return s.executeUpdate() == 1;
    }
  }

  /** The first reason stays. */
  static void freeze(Connection c, String wallet, String reason, Instant now) throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.wallet_marks AS m (agent_wallet, frozen_at, frozen_reason) VALUES (?, ?, ?)"
                + " ON CONFLICT (agent_wallet) DO UPDATE SET"
                + " frozen_at = coalesce(m.frozen_at, excluded.frozen_at),"
                + " frozen_reason = coalesce(m.frozen_reason, excluded.frozen_reason)")) {
      s.setString(1, wallet);
      s.setTimestamp(2, Timestamp.from(now));
      s.setString(3, reason);
      s.executeUpdate();
    }
  }

  static boolean sign(
      Connection c, UUID intentId, Planned planned, SignedTransaction transaction, Instant now)
      throws SQLException {
    var fits = planned.fits();
    var before = planned.before();
    try (var s =
        c.prepareStatement(
            "UPDATE ledger.intents SET state = 'SIGNED', transaction_bytes = ?, transaction_signature = ?,"
                + " last_valid_block_height = ?, signed_at = ?, notional_usd = ?, signed_base = ?, reducing = ?,"
                + " rests = ?, before_base = ?, before_quote_usd = ?, before_entry_usd = ?, before_order_ids = ?"
                + " WHERE intent_id = ? AND state = 'CLAIMED'")) {
      s.setBytes(1, transaction.wire());
      s.setBytes(2, transaction.signature());
      s.setLong(3, transaction.lastValidBlockHeight());
      s.setTimestamp(4, Timestamp.from(now));
      s.setBigDecimal(5, fits.notionalUsd());
      s.setBigDecimal(6, fits.signedBase());
      s.setBoolean(7, fits.reducing());
      s.setBoolean(8, fits.action() instanceof VenueAction.Rest);
      s.setBigDecimal(9, before.base());
      s.setBigDecimal(10, before.quoteUsd());
      s.setBigDecimal(11, before.entryQuoteUsd());
      s.setArray(12, c.createArrayOf("bigint", before.openOrderIds().toArray()));
      s.setObject(13, intentId);
      return s.executeUpdate() == 1;
    }
  }

  static boolean submitted(Connection c, UUID intentId, Instant now) throws SQLException {
    try (var s =
        c.prepareStatement(
            "UPDATE ledger.intents SET state = 'SUBMITTED', submitted_at = ?"
                + " WHERE intent_id = ? AND state = 'SIGNED'")) {
      s.setTimestamp(1, Timestamp.from(now));
      s.setObject(2, intentId);
      return s.executeUpdate() == 1;
    }
  }

  static boolean end(Connection c, Claim claim, String detail, long slot, Instant now)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "UPDATE ledger.intents SET state = ?, detail = nullif(?, ''), slot = nullif(?, 0), ended_at = ?"
                + " WHERE intent_id = ? AND state = 'SUBMITTED'")) {
      s.setString(1, claim.state());
      s.setString(2, detail);
      s.setLong(3, slot);
      s.setTimestamp(4, claim instanceof Claim.Ended ? Timestamp.from(now) : null);
      s.setObject(5, claim.intentId());
      return s.executeUpdate() == 1;
    }
  }

  static Optional<Before> before(Connection c, UUID intentId) throws SQLException {
    try (var s =
        c.prepareStatement(
            "SELECT before_base, before_quote_usd, before_entry_usd, before_order_ids"
                + " FROM ledger.intents WHERE intent_id = ? AND before_base IS NOT NULL")) {
      s.setObject(1, intentId);
      try (var row = s.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        var ids = new HashSet<Long>();
        for (Object id : (Object[]) row.getArray(4).getArray()) {
          ids.add((Long) id);
        }
        return Optional.of(
            new Before(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3), ids));
      }
    }
  }

  static LedgerView view(Connection c, Intent intent, Instant now) throws SQLException {
    int minute;
    int today;
    try (var s =
        c.prepareStatement(
            "SELECT count(*) FILTER (WHERE claimed_at > ?), count(*) FILTER (WHERE claimed_at >= ?)"
                + " FROM ledger.intents WHERE bot_id = ? AND claimed_at >= ? AND counted"
                + " AND state <> 'REFUSED' AND intent_id <> ?")) {
      var day = now.truncatedTo(ChronoUnit.DAYS);
      var minuteAgo = now.minus(Duration.ofMinutes(1));
      s.setTimestamp(1, Timestamp.from(minuteAgo));
      s.setTimestamp(2, Timestamp.from(day));
      s.setObject(3, intent.botId());
      s.setTimestamp(4, Timestamp.from(day.isBefore(minuteAgo) ? day : minuteAgo));
      s.setObject(5, intent.intentId());
      try (var row = s.executeQuery()) {
        row.next();
        minute = row.getInt(1);
        today = row.getInt(2);
      }
    }
    return unfinished(c, intent, minute, today);
  }

  private static LedgerView unfinished(Connection c, Intent intent, int minute, int today)
      throws SQLException {
    var pending = new ArrayList<Unfinished>();
    int unknown = 0;
    try (var s =
        c.prepareStatement(
            "SELECT state, market, signed_base, reducing, rests FROM ledger.intents"
                + " WHERE agent_wallet = ? AND bot_id = ? AND ended_at IS NULL AND intent_id <> ?"
                + " AND signed_base IS NOT NULL")) {
      s.setString(1, intent.agentWallet());
      s.setObject(2, intent.botId());
      s.setObject(3, intent.intentId());
      try (var row = s.executeQuery()) {
        while (row.next()) {
          unknown += row.getString(1).equals("OUTCOME_UNKNOWN") ? 1 : 0;
          pending.add(
              new Unfinished(
                  row.getString(2),
                  row.getObject(3, BigDecimal.class),
                  row.getBoolean(4),
                  row.getBoolean(5)));
        }
      }
    }
    return new LedgerView(minute, today, unknown, pending);
  }

  static List<Row> unfinished(Connection c) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var s =
            c.prepareStatement(STATE + "WHERE ended_at IS NULL ORDER BY claimed_at, intent_id");
        var row = s.executeQuery()) {
      while (row.next()) {
        rows.add(new Row(claim(row), row.getBytes("payload")));
      }
    }
    return rows;
  }

  static boolean unverified(Connection c, Source source, String reason, Instant now)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.unverified_records (topic, topic_partition, topic_offset, reason, seen_at)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      s.setString(1, source.topic());
      s.setInt(2, source.partition());
      s.setLong(3, source.offset());
      s.setString(4, reason);
      s.setTimestamp(5, Timestamp.from(now));
      return s.executeUpdate() == 1;
    }
  }
}

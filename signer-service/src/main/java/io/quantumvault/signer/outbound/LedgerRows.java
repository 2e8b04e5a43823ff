package io.quantumvault.signer.outbound;

import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.claim.SignedTransaction;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.signer.limits.LedgerView;
import io.quantumvault.signer.limits.LedgerView.Unfinished;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the rows of ledger.intents and the counters beside them. */
final class LedgerRows {
  static final String ROW =
      """
      SELECT intent_id, state, reason, detail, transaction_bytes, transaction_signature, last_valid_block_height,
             slot, signed_at, signed_sequence, payload, before
      FROM ledger.intents \
      """;

  /**
   * The bot's counter; its entries of the minute and the day and its exits of the minute; the
   * newest entry of the market that may have had an effect; and its orders without an end.
   */
  static final String VIEW =
      """
      SELECT plan, last_slot FROM ledger.bots WHERE bot_id = ?;
      SELECT count(*) FILTER (WHERE created_at > ? AND NOT reducing), count(*) FILTER (WHERE created_at >= ? AND NOT reducing),
             count(*) FILTER (WHERE created_at > ? AND reducing)
      FROM ledger.intents
      WHERE bot_id = ? AND created_at >= ? AND counted AND state <> 'REFUSED' AND intent_id <> ?;
      SELECT created_at, coalesce(entry_number, 1) FROM ledger.intents
      WHERE bot_id = ? AND market = ? AND counted AND NOT reducing AND state NOT IN ('FAILED', 'EXPIRED', 'REFUSED') AND intent_id <> ?
      ORDER BY created_at DESC LIMIT 1;
      SELECT state, market, signed_base, reducing, rests FROM ledger.intents
      WHERE agent_wallet = ? AND bot_id = ? AND ended_at IS NULL AND intent_id <> ?\
      """;

  private LedgerRows() {}

  static void bindView(Parameters to, Intent intent, Instant now) throws SQLException {
    var day = now.truncatedTo(ChronoUnit.DAYS);
    var minuteAgo = now.minus(Duration.ofMinutes(1));
    to.add(intent.botId())
        .add(minuteAgo)
        .add(day)
        .add(minuteAgo)
        .add(intent.botId())
        .add(day.isBefore(minuteAgo) ? day : minuteAgo)
        .add(intent.intentId())
        .add(intent.botId())
        .add(intent.market())
        .add(intent.intentId())
        .add(intent.agentWallet())
        .add(intent.botId())
        .add(intent.intentId());
  }

  static LedgerView view(Results results) throws SQLException {
    long plan = 0;
    long slot = 0;
    var bot = results.next();
    if (bot.next()) {
      plan = bot.getLong(1);
      slot = bot.getLong(2);
    }
    var counts = results.next();
    counts.next();
    int minute = counts.getInt(1);
    int today = counts.getInt(2);
    int exits = counts.getInt(3);
    var entry = results.next();
    boolean entered = entry.next();
    var lastEntryAt = entered ? entry.getTimestamp(1).toInstant() : null;
    int entryNumber = entered ? entry.getInt(2) : 0;
    var unfinished = new ArrayList<Unfinished>();
    int unknown = 0;
    var rows = results.next();
    while (rows.next()) {
      unknown += rows.getString(1).equals("OUTCOME_UNKNOWN") ? 1 : 0;
      unfinished.add(
          new Unfinished(
              rows.getString(2),
              rows.getObject(3, BigDecimal.class),
              rows.getBoolean(4),
              rows.getBoolean(5)));
    }
    return new LedgerView(
        plan, slot, minute, today, exits, lastEntryAt, entryNumber, unknown, unfinished);
  }

  static @Nullable Row row(ResultSet result) throws SQLException {
    return result.next() ? current(result) : null;
  }

  static List<Row> unfinished(Connection c, int partition) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var s =
        c.prepareStatement(
            ROW
                + "WHERE topic_partition = ? AND ended_at IS NULL ORDER BY created_at, intent_id")) {
      s.setInt(1, partition);
      try (var result = s.executeQuery()) {
        while (result.next()) {
          rows.add(current(result));
        }
      }
    }
    return rows;
  }

  private static Row current(ResultSet row) throws SQLException {
    return new Row(claim(row), row.getBytes("payload"), row.getBytes("before"));
  }

  private static Claim claim(ResultSet row) throws SQLException {
    var id = row.getObject("intent_id", UUID.class);
    var detail = row.getString("detail") == null ? "" : row.getString("detail");
    return switch (row.getString("state")) {
      case "SIGNED" ->
          new Claim.Signed(id, transaction(row), signedAt(row), row.getLong("signed_sequence"));
      case "SUBMITTED" -> new Claim.Submitted(id, transaction(row), signedAt(row));
      case "OUTCOME_UNKNOWN" -> new Claim.OutcomeUnknown(id, transaction(row), signedAt(row));
      case "CONFIRMED" -> new Claim.Confirmed(id, row.getLong("slot"));
      case "FAILED" -> new Claim.Failed(id, row.getLong("slot"), detail);
      case "EXPIRED" -> new Claim.Expired(id);
      case "REFUSED" ->
          new Claim.Refused(
              id, new Refusal(RefusalReason.valueOf(row.getString("reason")), detail));
      default -> throw new SQLException("a state this signer does not know");
    };
  }

  private static SignedTransaction transaction(ResultSet row) throws SQLException {
    return new SignedTransaction(
        row.getBytes("transaction_bytes"),
        row.getBytes("transaction_signature"),
        row.getLong("last_valid_block_height"));
  }

  private static Instant signedAt(ResultSet row) throws SQLException {
    Timestamp at = row.getTimestamp("signed_at");
    return at.toInstant();
  }
}

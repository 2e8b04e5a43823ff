package io.quantumvault.signer.campaign;

import io.quantumvault.schemas.ids.Base58;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of ledger.intents as anybody may read it.
 *
 * @param signature Base58; empty if nothing was signed
 */
record LedgerRow(
    UUID intentId,
    String wallet,
    UUID botId,
    String state,
    String reason,
    String signature,
    boolean reducing,
    boolean counted,
    Instant createdAt,
    long sequence) {
  private static final String SELECT =
      "SELECT intent_id, agent_wallet, bot_id, state, coalesce(reason, ''), transaction_signature,"
          + " coalesce(reducing, false), counted, created_at, coalesce(signed_sequence, 0)"
          + " FROM ledger.intents WHERE ";

  boolean isSigned() {
    return !signature.isEmpty();
  }

  boolean isEnded() {
    return List.of("CONFIRMED", "FAILED", "EXPIRED", "REFUSED").contains(state);
  }

  static List<LedgerRow> ofWallet(Connection c, String wallet) throws SQLException {
    return where(c, "agent_wallet = ? ORDER BY created_at", wallet);
  }

  static Optional<LedgerRow> signedBy(Connection c, byte[] signature) throws SQLException {
    return where(c, "transaction_signature = ?", signature).stream().findAny();
  }

  private static List<LedgerRow> where(Connection c, String condition, Object value)
      throws SQLException {
    try (var s = c.prepareStatement(SELECT + condition)) {
      s.setObject(1, value);
      try (var row = s.executeQuery()) {
        var rows = new ArrayList<LedgerRow>();
        while (row.next()) {
          rows.add(of(row));
        }
        return rows;
      }
    }
  }

  private static LedgerRow of(ResultSet row) throws SQLException {
    byte[] signature = row.getBytes(6);
    return new LedgerRow(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getString(5),
        signature == null ? "" : Base58.encode(signature),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getTimestamp(9).toInstant(),
        row.getLong(10));
  }
}

package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes events in the transaction that makes them true, numbered without gaps per wallet. */
final class EventRows {
  private EventRows() {}

  static void add(
      Connection connection, @Nullable UUID intentId, ExecutionEvent.Builder event, Instant now)
      throws SQLException {
    var wallet = event.getAgentWallet();
    long sequence = next(connection, wallet);
    var built = event.setSequence(sequence).build();
    try (var s =
        connection.prepareStatement(
            "INSERT INTO ledger.events (agent_wallet, sequence, event_id, intent_id, payload, created_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      s.setString(1, wallet);
      s.setLong(2, sequence);
      s.setObject(3, UUID.fromString(built.getEnvelope().getEventId()));
      s.setObject(4, intentId);
      s.setBytes(5, ExecutionRecord.newBuilder().setExecution(built).build().toByteArray());
      s.setTimestamp(6, Timestamp.from(now));
      s.executeUpdate();
    }
  }

  private static long next(Connection connection, String wallet) throws SQLException {
    try (var s =
        connection.prepareStatement(
            "INSERT INTO ledger.wallet_marks AS m (agent_wallet, last_sequence) VALUES (?, 1)"
                + " ON CONFLICT (agent_wallet) DO UPDATE SET last_sequence = m.last_sequence + 1"
                + " RETURNING last_sequence")) {
      s.setString(1, wallet);
      try (var row = s.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no sequence");
        }
        return row.getLong(1);
      }
    }
  }
}

package io.quantumvault.standalone.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes outbox rows as the control plane does: inserted and removed in one transaction. */
record Outbox(PostgresServer postgres) {
  void commit(String topic, String key, byte @Nullable [] payload) throws SQLException {
    UUID id = UUID.randomUUID();
    try (Connection connection = postgres.connect(DatabaseRole.CONTROL_PLANE)) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO control.outbox (id, topic, record_key, payload)"
                      + " VALUES (?, ?, ?, ?)");
          PreparedStatement delete =
              connection.prepareStatement("DELETE FROM control.outbox WHERE id = ?")) {
        insert.setObject(1, id);
        insert.setString(2, topic);
        insert.setString(3, key);
        insert.setBytes(4, payload);
        insert.executeUpdate();
        delete.setObject(1, id);
        delete.executeUpdate();
      }
      connection.commit();
    }
  }

  void commitUnchecked(String topic, String key) {
    try {
      commit(topic, key, new byte[] {3});
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

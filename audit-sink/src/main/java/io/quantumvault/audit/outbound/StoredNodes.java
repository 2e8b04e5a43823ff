package io.quantumvault.audit.outbound;

import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.merkle.NodeId;
import io.quantumvault.audit.merkle.Nodes;
import io.quantumvault.audit.trail.StoreFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Looks up subtree hashes of one log, leaf hashes among them, over one connection. */
final class StoredNodes implements Nodes {
  private static final String LEAF =
      "SELECT leaf_hash FROM audit.leaves WHERE topic = ? AND topic_partition = ? AND leaf_index = ?";
  private static final String NODE =
      """
      SELECT hash FROM audit.nodes
      WHERE topic = ? AND topic_partition = ? AND node_index = ? AND level = ?\
      """;

  private final Connection connection;
  private final LogName log;

  StoredNodes(Connection connection, LogName log) {
    this.connection = connection;
    this.log = log;
  }

  @Override
  public byte[] hash(NodeId id) {
    try (PreparedStatement select = connection.prepareStatement(id.level() == 0 ? LEAF : NODE)) {
      select.setString(1, log.topic());
      select.setInt(2, log.partition());
      select.setLong(3, id.index());
      if (id.level() > 0) {
        select.setInt(4, id.level());
      }
      try (var rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("No node of level " + id.level() + " at " + id.index());
        }
        return rows.getBytes(1);
      }
    } catch (SQLException e) {
      throw new StoreFailed("The database could not read a node of " + log, e);
    }
  }
}

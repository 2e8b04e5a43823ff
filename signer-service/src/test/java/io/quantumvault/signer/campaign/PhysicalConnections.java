package io.quantumvault.signer.campaign;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Connections as the signer's role that outlive the processes that borrow them. */
final class PhysicalConnections implements AutoCloseable {
  private final Opener opener;
  private final Deque<Connection> idle = new ArrayDeque<>();

  /** Opens one more. */
  interface Opener {
    Connection open() throws SQLException;
  }

  PhysicalConnections(Opener opener) {
    this.opener = opener;
  }

  Connection borrow() throws SQLException {
    Connection free;
    synchronized (this) {
      free = idle.poll();
    }
    var connection = free == null ? opener.open() : free;
    connection.setAutoCommit(false);
    return connection;
  }

  /** Takes one back, whatever its borrower left under way. */
  void giveBack(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      synchronized (this) {
        idle.push(connection);
      }
    } catch (SQLException e) {
      discard(connection);
    }
  }

  private static void discard(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    idle.forEach(PhysicalConnections::discard);
    idle.clear();
  }
}

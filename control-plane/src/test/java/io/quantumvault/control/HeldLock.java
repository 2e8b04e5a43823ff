package io.quantumvault.control;

import io.quantumvault.standalone.platform.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;

/** A lock in the database that somebody else holds until the test lets it go. */
final class HeldLock implements AutoCloseable {
  private final TestSystem system;
  private final Connection connection;
  private final int pid;

  private HeldLock(TestSystem system, Connection connection, int pid) {
    this.system = system;
    this.connection = connection;
    this.pid = pid;
  }

  /** Takes what the statement locks, in a transaction of this role. */
  static HeldLock take(TestSystem system, DatabaseRole role, String statement) throws SQLException {
    Connection connection = system.platform().postgres().connect(role);
    connection.setAutoCommit(false);
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
      try (var row = sql.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        return new HeldLock(system, connection, row.getInt(1));
      }
    }
  }

  /** How many connections wait for this very lock, directly. */
  int waiting() {
    return system
        .jdbc()
        .sql("SELECT count(*) FROM pg_stat_activity WHERE :pid = ANY(pg_blocking_pids(pid))")
        .param("pid", pid)
        .query(Integer.class)
        .single();
  }

  void letGo() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

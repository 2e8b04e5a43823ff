package io.quantumvault.signer.outbound;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Transactions on the ledger's database: READ COMMITTED, so that a statement after a lock sees what
 * was committed before the lock was given.
 */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;

  /** Takes a pool whose connections do not commit by themselves. */
  public Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Work in one transaction. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs and commits; rolls back on any exception.
   *
   * @throws LedgerUnavailableException when the database fails
   */
  <T> T inTransaction(Work<T> work) {
    try (var connection = pool.getConnection()) {
      try {
        var result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw new LedgerUnavailableException(e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The pool discards a connection that cannot roll back; the first failure is the one told.
      return;
    }
  }

  /** Whether it answers within two seconds. */
  public boolean reachable() {
    try (var connection = pool.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}

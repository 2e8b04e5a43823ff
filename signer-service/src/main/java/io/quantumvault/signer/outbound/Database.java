package io.quantumvault.signer.outbound;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.signer.lane.LedgerFaultException;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Transactions on the ledger's database: READ COMMITTED, so that a statement after a lock sees what
 * was committed before the lock was given.
 */
public final class Database implements AutoCloseable {
  /** Classes of SQL states that say the statement itself is wrong, not the server or the moment. */
  private static final Set<String> FAULTS = Set.of("0A", "21", "22", "23", "42");

  /** A value that is taken: the same bytes were signed with this blockhash, for example. */
  private static final String UNIQUE_VIOLATION = "23505";

  private final HikariDataSource pool;

  /** Takes a pool whose connections do not commit by themselves. */
  public Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Work on a connection. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs and commits; rolls back on any exception.
   *
   * @throws LedgerUnavailableException when the database does not answer, or not now
   * @throws LedgerFaultException when it refuses for good
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
      throw failed(e);
    }
  }

  /**
   * Runs one statement, or several sent at once, that is its own transaction: one round trip.
   *
   * @throws LedgerUnavailableException when the database does not answer, or not now
   * @throws LedgerFaultException when it refuses for good
   */
  <T> T atOnce(Work<T> work) {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(true);
      return work.run(connection);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(SQLException e) {
    var state = e.getSQLState();
    return state != null
            && state.length() == 5
            && FAULTS.contains(state.substring(0, 2))
            && !state.equals(UNIQUE_VIOLATION)
        ? new LedgerFaultException(state, e)
        : new LedgerUnavailableException(e);
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

package io.quantumvault.audit.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of one log in order, read through a cursor with one row of foresight. */
final class Rows<T> implements AutoCloseable {
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final Row<T> row;
  private @Nullable T next;

  /** Turns the current row into a value. */
  interface Row<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** Starts reading; the values fill the question marks. */
  Rows(Connection connection, int fetch, Row<T> row, String query, Object... values)
      throws SQLException {
    this.statement = connection.prepareStatement(query);
    this.row = row;
    statement.setFetchSize(fetch);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    rows = statement.executeQuery();
    advance();
  }

  @Nullable T peek() {
    return next;
  }

  void advance() throws SQLException {
    next = rows.next() ? row.read(rows) : null;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}

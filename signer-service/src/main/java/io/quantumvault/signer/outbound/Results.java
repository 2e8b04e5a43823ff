package io.quantumvault.signer.outbound;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The results of several statements that were sent at once, in their order. */
final class Results {
  private final PreparedStatement statement;
  private boolean first = true;

  Results(PreparedStatement executed) {
    this.statement = executed;
  }

  ResultSet next() throws SQLException {
    if (!first) {
      statement.getMoreResults();
    }
    first = false;
    var result = statement.getResultSet();
    if (result == null) {
      throw new SQLException("a statement gave no rows");
    }
    return result;
  }
}

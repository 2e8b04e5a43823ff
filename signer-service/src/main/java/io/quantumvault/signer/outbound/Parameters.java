package io.quantumvault.signer.outbound;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Binds the parameters of a statement one after the other. */
final class Parameters {
  private final PreparedStatement statement;
  private int bound;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  Parameters add(@Nullable String value) throws SQLException {
    statement.setString(++bound, value);
    return this;
  }

  Parameters add(@Nullable UUID value) throws SQLException {
    statement.setObject(++bound, value, Types.OTHER);
    return this;
  }

  Parameters add(long value) throws SQLException {
    statement.setLong(++bound, value);
    return this;
  }

  Parameters add(int value) throws SQLException {
    statement.setInt(++bound, value);
    return this;
  }

  Parameters add(boolean value) throws SQLException {
    statement.setBoolean(++bound, value);
    return this;
  }

  Parameters add(byte @Nullable [] value) throws SQLException {
    statement.setBytes(++bound, value);
    return this;
  }

  Parameters add(@Nullable BigDecimal value) throws SQLException {
    statement.setBigDecimal(++bound, value);
    return this;
  }

  Parameters add(@Nullable Instant value) throws SQLException {
    statement.setTimestamp(++bound, value == null ? null : Timestamp.from(value));
    return this;
  }

  Parameters addIds(Collection<UUID> values) throws SQLException {
    statement.setArray(++bound, statement.getConnection().createArrayOf("uuid", values.toArray()));
    return this;
  }

  Parameters addTexts(Collection<String> values) throws SQLException {
    statement.setArray(++bound, statement.getConnection().createArrayOf("text", values.toArray()));
    return this;
  }
}

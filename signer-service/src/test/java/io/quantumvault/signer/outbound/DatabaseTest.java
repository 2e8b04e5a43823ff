package io.quantumvault.signer.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.signer.lane.LedgerFaultException;
import io.quantumvault.signer.lane.LedgerUnavailableException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
  private final List<String> calls = new ArrayList<>();
  private final Database database = new Database(new Pool());

  /** Connections that note what is asked of them and do nothing. */
  private final class Pool extends HikariDataSource {
    @Override
    public Connection getConnection() {
      return (Connection)
          Proxy.newProxyInstance(
              DatabaseTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                calls.add(method.getName());
                return null;
              });
    }
  }

  private Database.Work<String> failing(@Nullable String state) {
    return c -> {
      throw new SQLException("it says no", state);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22003", "22021", "23514", "23502", "23503", "42501", "42P01", "0A000", "21000"})
  void aStatementThatCannotSucceedIsAFault(String state) {
    assertThatThrownBy(() -> database.atOnce(failing(state)))
        .isInstanceOf(LedgerFaultException.class)
        .hasMessageContaining(state);
    assertThatThrownBy(() -> database.inTransaction(failing(state)))
        .isInstanceOf(LedgerFaultException.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "08006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "25P03", "23505", "XX000",
        "22", ""
      })
  void whatMayBeOtherwiseLaterIsAnOutage(@Nullable String state) {
    assertThatThrownBy(() -> database.atOnce(failing(state)))
        .isInstanceOf(LedgerUnavailableException.class);
    assertThatThrownBy(() -> database.inTransaction(failing(state)))
        .isInstanceOf(LedgerUnavailableException.class);
  }

  @Test
  void aTransactionThatFailsIsRolledBackAndNeverCommitted() {
    assertThatThrownBy(() ->
            database.inTransaction(c -> {
              throw new IllegalStateException("a fault of code");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls).containsExactly("rollback", "close");
    calls.clear();
    String done = database.inTransaction(c -> "done");
    assertThat(done).isEqualTo("done");
    assertThat(calls).containsExactly("commit", "close");
  }
}

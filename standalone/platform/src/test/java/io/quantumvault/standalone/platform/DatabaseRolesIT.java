package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseRolesIT {
  private static final String NOT_ALLOWED = "42501";

  private final PostgresServer postgres = Platform.startTemporary().postgres();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.leaves SET leaf = '\\x00'",
        "DELETE FROM audit.leaves",
        "TRUNCATE audit.leaves",
        "UPDATE audit.checkpoints SET tree_size = 0",
        "DELETE FROM audit.nodes",
        "DROP TABLE audit.leaves",
        "SELECT * FROM control.owners",
        "SELECT * FROM ledger.intents"
      })
  void theAuditRoleOnlyInsertsAndReadsItsOwn(String sql) {
    assertRefused(DatabaseRole.AUDIT, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM control.agent_wallets",
        "SELECT sealed_entropy FROM control.agent_wallets",
        "SELECT sealed_entropy FROM control.signer_material",
        "SELECT * FROM control.key_slots",
        "SELECT * FROM control.grants",
        "UPDATE control.platform_state SET frozen = false",
        "DELETE FROM ledger.intents",
        "INSERT INTO control.outbox (id, topic, record_key) VALUES (gen_random_uuid(), 't', 'k')"
      })
  void theSignerSeesOnlyItsWindowAndKeepsItsLedger(String sql) {
    assertThatThrownBy(() -> execute(DatabaseRole.SIGNER, sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            // 42703: the view has no such column.
            e -> assertThat(e.getSQLState()).isIn(NOT_ALLOWED, "42703"));
  }

  @Test
  void theSignerReadsItsWindowAndTakesTheLocks() {
    assertThatCode(
            () -> {
              execute(DatabaseRole.SIGNER, "SELECT * FROM control.signer_material");
              execute(DatabaseRole.SIGNER, "SELECT * FROM control.platform_lock FOR UPDATE");
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT sealed_seed FROM control.agent_wallets",
        "SELECT sealed_entropy FROM control.agent_wallets",
        "SELECT wrapped_ek FROM control.grants",
        "SELECT * FROM control.key_slots",
        "SELECT transaction_bytes FROM ledger.intents",
        "UPDATE control.grants SET expires_at = now()",
        "UPDATE control.platform_state SET frozen = false",
        "UPDATE ledger.intents SET payload = ''",
        "UPDATE ledger.wallets SET marked_sequence = 0",
        "UPDATE ledger.fencing SET epoch = 0",
        "DELETE FROM ledger.intents",
        "DELETE FROM control.stops",
        "SELECT * FROM audit.leaves"
      })
  void whoPutsBackReadsNoKeysAndChangesNoRowThatIsThere(String sql) {
    assertRefused(DatabaseRole.RECONCILER, sql);
  }

  @ParameterizedTest
  @CsvSource({
    "CONTROL_PLANE, SELECT * FROM control.signer_material",
    "CONTROL_PLANE, SELECT * FROM ledger.intents",
    "CONTROL_PLANE, CREATE TABLE public.t (i int)",
    "CONTROL_PLANE, CREATE SCHEMA s",
    "CONTROL_PLANE, CREATE TEMP TABLE t (i int)",
    "DEBEZIUM, SELECT * FROM control.owners",
    "DEBEZIUM, DELETE FROM control.outbox",
    "DEBEZIUM, SELECT * FROM ledger.intents"
  })
  void othersStayInTheirPart(DatabaseRole role, String sql) {
    assertRefused(role, sql);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEBEZIUM")
  void onlyTheConnectorMayReplicate(DatabaseRole role) throws Exception {
    try (Connection connection = postgres.connectAsSuperuser(postgres.databaseName());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rolreplication OR rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles"
                    + " WHERE rolname = '"
                    + role.roleName()
                    + "'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean(1)).isFalse();
    }
  }

  @Test
  void noRoleIsThereForIngestOrForAnyoneElse() throws Exception {
    try (Connection connection = postgres.connectAsSuperuser(postgres.databaseName());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_roles WHERE rolcanlogin")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(DatabaseRole.values().length + 1);
    }
  }

  @Test
  void nobodySignsInWithoutTheRightPassword() {
    Properties wrong = new Properties();
    wrong.put("user", "postgres");
    wrong.put("password", "postgres");
    assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), wrong).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("authentication failed");
  }

  @Test
  void physicalReplicationIsAdmittedForNobody() throws Exception {
    Properties properties = new Properties();
    properties.put("user", DatabaseRole.DEBEZIUM.roleName());
    properties.put(
        "password", Files.readString(postgres.passwordFile(DatabaseRole.DEBEZIUM)).strip());
    properties.put("replication", "true");
    properties.put("assumeMinServerVersion", "17");
    properties.put("preferQueryMode", "simple");
    assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), properties).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no pg_hba.conf entry for replication connection");
  }

  @Test
  void whatMakesACommitDurableIsOn() throws Exception {
    try (Connection connection = postgres.connectAsSuperuser(postgres.databaseName());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
                    + " current_setting('full_page_writes'), current_setting('wal_level'),"
                    + " current_setting('listen_addresses')")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("on");
      assertThat(row.getString(2)).isEqualTo("on");
      assertThat(row.getString(3)).isEqualTo("on");
      assertThat(row.getString(4)).isEqualTo("logical");
      assertThat(row.getString(5)).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void passwordFilesAreTheOwnersOnly(DatabaseRole role) throws Exception {
    assertThat(Files.getPosixFilePermissions(postgres.passwordFile(role)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private void assertRefused(DatabaseRole role, String sql) {
    assertThatThrownBy(() -> execute(role, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NOT_ALLOWED));
  }

  private void execute(DatabaseRole role, String sql) throws SQLException {
    try (Connection connection = postgres.connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

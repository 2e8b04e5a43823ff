package io.quantumvault.standalone.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/** Roles, database, tables and the outbox's slot; every step may be repeated at each start. */
final class DatabaseSetup {
  /** Must be the connector's {@code slot.name}. */
  static final String SLOT = "quantumvault_outbox";

  private final DatabaseServer server;

  DatabaseSetup(DatabaseServer server) {
    this.server = server;
  }

  void run() throws SQLException {
    try (Connection connection = server.connectAsSuperuser("postgres")) {
      for (DatabaseRole role : DatabaseRole.values()) {
        ensureRole(connection, role);
      }
      ensureDatabase(connection);
    }
    try (Connection connection = server.connectAsSuperuser(server.databaseName())) {
      execute(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }
    migrate();
    try (Connection connection = server.connectAsSuperuser(server.databaseName())) {
      ensureSlot(connection);
    }
  }

  private void ensureRole(Connection connection, DatabaseRole role) throws SQLException {
    if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role.roleName())) {
      execute(connection, "CREATE ROLE " + role.roleName() + " " + role.attributes());
    }
    for (var setting : role.settings().entrySet()) {
      execute(
          connection,
          "ALTER ROLE "
              + role.roleName()
              + " SET "
              + setting.getKey()
              + " = '"
              + setting.getValue()
              + "'");
    }
    // Hashed by the driver, so that the password itself never reaches the server or its log.
    char[] password = server.password(role).toCharArray();
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role.roleName(), password, "scram-sha-256");
  }

  private void ensureDatabase(Connection connection) throws SQLException {
    String name = server.databaseName();
    if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
      execute(connection, "CREATE DATABASE " + name + " OWNER " + DatabaseRole.MIGRATOR.roleName());
    }
    for (String database : new String[] {name, "postgres", "template1"}) {
      execute(connection, "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
    }
    for (DatabaseRole role : DatabaseRole.values()) {
      execute(connection, "GRANT CONNECT ON DATABASE " + name + " TO " + role.roleName());
    }
  }

  private void migrate() {
    Flyway.configure(DatabaseSetup.class.getClassLoader())
        .dataSource(
            server.jdbcUrl(),
            DatabaseRole.MIGRATOR.roleName(),
            server.password(DatabaseRole.MIGRATOR))
        .locations("classpath:db/migration")
        .defaultSchema("migrations")
        .createSchemas(true)
        .cleanDisabled(true)
        .placeholderReplacement(false)
        .load()
        .migrate();
  }

  // Made before any service writes: what is committed before the connector first connects must
  // not be lost.
  private static void ensureSlot(Connection connection) throws SQLException {
    if (!exists(connection, "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?", SLOT)) {
      execute(connection, "SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
    }
  }

  private static boolean exists(Connection connection, String query, String value)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, value);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

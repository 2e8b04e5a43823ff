package io.quantumvault.standalone.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * Where a PostgreSQL server answers, and what its logins sign in with.
 *
 * @param databaseName the one all services connect to
 * @param passwords from a login's name to its password
 */
record DatabaseServer(String host, int port, String databaseName, UnaryOperator<String> passwords) {
  static final String DATABASE = "quantumvault";
  static final String SUPERUSER = "postgres";

  /** Of the services' database, without user or password. */
  String jdbcUrl() {
    return jdbcUrl(databaseName);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  String password(DatabaseRole role) {
    return passwords.apply(role.roleName());
  }

  Connection connect(DatabaseRole role) throws SQLException {
    return connect(databaseName, role.roleName());
  }

  Connection connectAsSuperuser(String database) throws SQLException {
    return connect(database, SUPERUSER);
  }

  private Connection connect(String database, String login) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", login);
    properties.put("password", passwords.apply(login));
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }
}

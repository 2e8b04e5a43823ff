package io.quantumvault.kit.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import io.quantumvault.kit.password.PasswordFile;
import io.quantumvault.kit.password.PasswordFileRefused;
import io.quantumvault.kit.settings.DatabaseSettings;

/** What every pool of connections begins with. */
public final class DatabasePool {
  private static final long CONNECTION_TIMEOUT_MS = 3_000;

  private DatabasePool() {}

  /**
   * Fills in what services have alike: READ COMMITTED, three seconds' patience, a name that the
   * server's own tables show.
   *
   * @param pool settings, or a pool that has not been used yet; given back for more
   * @param name of the service
   * @param usualSize the most connections where nothing is configured
   * @throws PasswordFileRefused when nobody could sign in with the file as it is
   */
  public static <P extends HikariConfig> P prepare(
      P pool, String name, DatabaseSettings database, int usualSize) {
    var password = new PasswordFile(database.passwordFile());
    password.check();
    pool.setPoolName(name);
    pool.setJdbcUrl(database.url());
    // Asked at every new connection: the pool keeps no password, and a changed file needs no
    // restart.
    HikariCredentialsProvider credentials =
        () -> Credentials.of(database.username(), password.readForJdbc());
    pool.setCredentialsProvider(credentials);
    pool.setMaximumPoolSize(database.poolSize() == null ? usualSize : database.poolSize());
    pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool.addDataSourceProperty("ApplicationName", name);
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    // Server details may quote row values.
    pool.addDataSourceProperty("logServerErrorDetail", "false");
    return pool;
  }
}

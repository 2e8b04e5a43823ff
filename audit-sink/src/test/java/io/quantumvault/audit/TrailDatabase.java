package io.quantumvault.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.audit.verify.AuditVerify;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import io.quantumvault.standalone.platform.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A database of its own with the audit tables, on the real server, that a test may tamper with. */
public final class TrailDatabase {
  private static final Platform PLATFORM = Platform.startTemporary();

  private static final Queue<TrailDatabase> LEFT = new ConcurrentLinkedQueue<>();

  private final String name;

  private TrailDatabase(String name) {
    this.name = name;
    LEFT.add(this);
  }

  /** With empty tables. */
  public static TrailDatabase create() {
    TrailDatabase database =
        new TrailDatabase("audit_" + UUID.randomUUID().toString().substring(24));
    superuser("postgres", "CREATE DATABASE " + database.name);
    try (var migration = TrailDatabase.class.getResourceAsStream("/db/migration/V003__audit.sql")) {
      if (migration == null) {
        throw new IllegalStateException("No migration");
      }
      database.tamper(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return database;
  }

  /** A copy as it is now; nobody may be connected. */
  public TrailDatabase copy() {
    TrailDatabase copy = new TrailDatabase("audit_" + UUID.randomUUID().toString().substring(24));
    superuser("postgres", "CREATE DATABASE " + copy.name + " TEMPLATE " + name);
    return copy;
  }

  /** Removes all, so that the server has little to write when it stops. */
  public static void dropAll() {
    List.copyOf(LEFT).forEach(TrailDatabase::drop);
  }

  /** Removes it. */
  public void drop() {
    LEFT.remove(this);
    superuser("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
  }

  /** Ends all its connections, whatever they are doing. */
  public void disconnectAll() {
    superuser(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** Ends all its connections and lets none in. */
  public void refuseConnections() {
    superuser("postgres", "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    disconnectAll();
  }

  /** Lets connections in again. */
  public void acceptConnections() {
    superuser("postgres", "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
  }

  /** Runs statements as the superuser, whom nothing stops. */
  public void tamper(String... statements) {
    superuser(name, statements);
  }

  /** A pool of the audit role. */
  public HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setUsername(user());
    config.setPassword(read(passwordFile()));
    config.setMaximumPoolSize(2);
    // No connection before it is needed: a database with connections cannot be copied.
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(config);
  }

  /** Where it is. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + PLATFORM.postgres().port() + "/" + name;
  }

  /** The audit role. */
  public String user() {
    return DatabaseRole.AUDIT.roleName();
  }

  /** Its password. */
  public Path passwordFile() {
    return PLATFORM.postgres().passwordFile(DatabaseRole.AUDIT);
  }

  /** Outcome of the verifier. */
  public record Verdict(int exit, String out, String err) {}

  /** Runs the verifier on it. */
  public Verdict verify(Path publicKey, @Nullable Path checkpoint) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--url", url(),
                "--user", user(),
                "--password-file", passwordFile().toString(),
                "--key", publicKey.toString()));
    if (checkpoint != null) {
      args.addAll(List.of("--checkpoint", checkpoint.toString()));
    }
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        AuditVerify.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Verdict(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static void superuser(String database, String... statements) {
    Path password = Secrets.in(PLATFORM.dataDir().resolve("secrets")).file("postgres-postgres");
    String url = "jdbc:postgresql://127.0.0.1:" + PLATFORM.postgres().port() + "/" + database;
    try (Connection connection = DriverManager.getConnection(url, "postgres", read(password));
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

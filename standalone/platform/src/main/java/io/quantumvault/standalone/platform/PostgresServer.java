package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a child of this process, on loopback TCP only, with every durability
 * setting on. Everybody signs in with SCRAM; there is no trusted connection and no physical
 * replication.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final int START_SECONDS = 60;

  private final Path cluster;
  private final Path binaries;
  private final PostgresAccount account;
  private final Secrets secrets;
  private final int port;

  private PostgresServer(
      Path cluster, Path binaries, PostgresAccount account, Secrets secrets, int port) {
    this.cluster = cluster;
    this.binaries = binaries;
    this.account = account;
    this.secrets = secrets;
    this.port = port;
  }

  /**
   * Starts the server on its folder, making the cluster the first time, and leaves roles, database,
   * tables and the outbox's replication slot in place.
   *
   * @param folder holds the server's files
   * @param cache where the programs are unpacked
   * @param wantedPort 0 for any
   * @throws StartRefused if the port is taken or root has no way to run the server here
   */
  public static PostgresServer start(Path folder, Path cache, int wantedPort, Secrets secrets) {
    try {
      Files.createDirectories(folder);
      PostgresAccount account = PostgresAccount.takingOver(folder);
      Path binaries = PostgresBinaries.unpackedIn(cache, account);
      Path cluster = clusterIn(folder);
      // First the server a killed process left behind: it may be what holds the port.
      var _ = new Orphan(cluster).stop();
      int port = Ports.claim(wantedPort, "PostgreSQL");
      PostgresServer server = new PostgresServer(cluster, binaries, account, secrets, port);
      server.initialise();
      server.launch();
      server.prepareDatabase();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path clusterIn(Path folder) {
    return folder.resolve("cluster");
  }

  private void initialise() throws IOException {
    if (Files.exists(cluster.resolve("quantumvault.conf"))) {
      writeSettings();
      return;
    }
    Folders.delete(cluster); // left half made
    // Not among the secrets: whom the server runs as may not enter their folder.
    Path password = cluster.resolveSibling("initial.password");
    Files.deleteIfExists(password); // of a start that was killed
    account.own(
        Files.createFile(
            password,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    Files.writeString(password, secrets.password("postgres-" + DatabaseServer.SUPERUSER));
    try {
      expectSuccess(
          List.of(
              program("initdb"),
              "--pgdata=" + cluster,
              "--username=" + DatabaseServer.SUPERUSER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--no-locale",
              "--no-instructions"),
          "made");
    } finally {
      Files.delete(password);
    }
    Files.writeString(cluster.resolve("pg_hba.conf"), PostgresSettings.HBA);
    Files.writeString(cluster.resolve("postgresql.conf"), "include 'quantumvault.conf'\n");
    writeSettings();
  }

  private void writeSettings() throws IOException {
    Path file = cluster.resolve("quantumvault.conf");
    Files.writeString(file, PostgresSettings.forPort(port));
    account.own(file);
  }

  private void launch() {
    expectSuccess(
        List.of(
            program("pg_ctl"),
            "start",
            "--wait",
            "--silent",
            "--timeout=" + START_SECONDS,
            "--pgdata=" + cluster,
            "--log=" + cluster.resolve("server.log")),
        "started");
  }

  private void prepareDatabase() {
    try {
      new DatabaseSetup(server()).run();
    } catch (SQLException | RuntimeException e) {
      close();
      throw new IllegalStateException("The database cannot be set up", e);
    }
  }

  private void expectSuccess(List<String> command, String what) {
    PostgresAccount.Outcome outcome = account.run(command, START_SECONDS + 10);
    if (outcome.exit() != 0) {
      throw new StartRefused(
          "PostgreSQL could not be "
              + what
              + " in "
              + cluster
              + " (log: server.log there): "
              + outcome.output());
    }
  }

  private String program(String name) {
    return binaries.resolve("bin").resolve(name).toString();
  }

  /** On loopback. */
  public int port() {
    return port;
  }

  /** The database every service connects to. */
  public String databaseName() {
    return DatabaseServer.DATABASE;
  }

  /** Without user or password. */
  public String jdbcUrl() {
    return server().jdbcUrl();
  }

  private DatabaseServer server() {
    return new DatabaseServer(
        "127.0.0.1", port, DatabaseServer.DATABASE, login -> secrets.password("postgres-" + login));
  }

  /** The file that holds a role's password. */
  public Path passwordFile(DatabaseRole role) {
    return secrets.file("postgres-" + role.roleName());
  }

  /** A connection as this role. */
  public Connection connect(DatabaseRole role) throws SQLException {
    return server().connect(role);
  }

  Connection connectAsSuperuser(String database) throws SQLException {
    return server().connectAsSuperuser(database);
  }

  @Override
  public void close() {
    PostgresAccount.Outcome outcome =
        account.run(
            List.of(
                program("pg_ctl"),
                "stop",
                "--wait",
                "--silent",
                "--mode=fast",
                "--timeout=20",
                "--pgdata=" + cluster),
            30);
    if (outcome.exit() != 0) {
      LOG.atWarn().addKeyValue("detail", outcome.output()).log("PostgreSQL did not stop in time");
    }
  }
}

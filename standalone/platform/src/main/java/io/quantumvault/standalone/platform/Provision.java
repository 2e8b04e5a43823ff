package io.quantumvault.standalone.platform;

import io.quantumvault.schemas.Principal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brings a Kafka and a PostgreSQL that run elsewhere, and the services' key folders, to what the
 * project says they are: users, topics and access rules; roles, database, tables and the outbox's
 * slot; keys. May be run at every start, and has to be run after a password file was replaced. It
 * is the only program that signs in as an administrator.
 */
public final class Provision {
  private static final String ADMIN = "platform-admin";
  private static final int REFUSED = 2;

  /** As the images in {@code deploy/docker} name them. */
  static final FileOwner SERVICES = new FileOwner(10001, 10001);

  static final FileOwner SIGNER = new FileOwner(10002, 10002);

  private final ProvisionOptions options;
  private final String databaseName;

  Provision(ProvisionOptions options, String databaseName) {
    this.options = options;
    this.databaseName = databaseName;
  }

  /** Ends with 0, or with 2 and one sentence on standard error. */
  public static void main(String[] args) {
    // Nothing is logged but warnings: the one sentence is for the person who starts it.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty(
          "logback.configurationFile", "io/quantumvault/standalone/platform/provision-log.xml");
    }
    int exit = run(System.err, args);
    if (exit != 0) {
      Runtime.getRuntime().exit(exit);
    }
  }

  static int run(PrintStream err, String... args) {
    try {
      Provision provision = new Provision(ProvisionOptions.parse(args), DatabaseServer.DATABASE);
      provision.requireSecrets();
      provision.kafka();
      provision.postgres();
      provision.keys(SERVICES, SIGNER);
      return 0;
    } catch (RuntimeException e) {
      err.println("provision: " + e.getMessage());
      return REFUSED;
    }
  }

  /** Before anything is changed: half a set of logins would be found out by a service. */
  void requireSecrets() {
    kafkaPassword(ADMIN);
    for (Principal principal : Principal.values()) {
      kafkaPassword(principal.userName());
    }
    postgresPassword(DatabaseServer.SUPERUSER);
    for (DatabaseRole role : DatabaseRole.values()) {
      postgresPassword(role.roleName());
    }
  }

  /** Users, rights and topics, as the administrator on the administrator's listener. */
  void kafka() {
    try (Admin admin = Admin.create(adminSettings())) {
      new Cluster(admin).bringUp(who -> kafkaPassword(who.userName()));
    } catch (RuntimeException e) {
      throw new StartRefused(
          "Kafka at " + options.kafka() + " could not be set up: " + reason(e), e);
    }
  }

  private Map<String, Object> adminSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", options.kafka().toString());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", "PLAIN");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(ADMIN, kafkaPassword(ADMIN)));
    return settings;
  }

  /** Roles, database, tables and the outbox's slot. */
  void postgres() {
    DatabaseServer server =
        new DatabaseServer(
            options.postgres().host(),
            options.postgres().port(),
            databaseName,
            this::postgresPassword);
    try {
      new DatabaseSetup(server).run();
    } catch (SQLException | RuntimeException e) {
      throw new StartRefused(
          "PostgreSQL at " + options.postgres() + " could not be set up: " + reason(e), e);
    }
  }

  /** Key folders, each owned by the account that reads it. */
  void keys(FileOwner services, FileOwner signer) {
    try {
      KeyFolders.in(options.keys()).giveTo(services, signer);
    } catch (IOException e) {
      throw new StartRefused(
          "The keys in " + options.keys() + " could not be made; this program needs root.", e);
    }
  }

  private String kafkaPassword(String user) {
    return password("kafka-" + user);
  }

  private String postgresPassword(String login) {
    return password("postgres-" + login);
  }

  private String password(String name) {
    Path file = options.secrets().resolve(name);
    String password = Files.isReadable(file) ? Secrets.read(file) : "";
    if (password.isEmpty()) {
      throw new StartRefused("The password file " + file + " is missing, empty or not readable.");
    }
    return password;
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
  }
}

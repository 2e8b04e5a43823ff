package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a broker with the containers' settings, and the tests' PostgreSQL. */
class ProvisionIT {
  private static final String OTHER_DATABASE = "provisioned";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required";

  @TempDir private static Path folder = Path.of("");

  private static final Platform PLATFORM = Platform.startTemporary();
  private static Path secrets = Path.of("");
  private static ContainerKafka kafka = unstarted();

  @BeforeAll
  static void start() throws Exception {
    secrets = secretsIn(folder.resolve("secrets"));
    kafka =
        ContainerKafka.start(
            Files.createDirectory(folder.resolve("kafka")), password("kafka-platform-admin"));
  }

  /** Named as containers see them. */
  private static Path secretsIn(Path copies) throws IOException {
    Files.createDirectory(copies);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(PLATFORM.dataDir().resolve("secrets"), "*.password")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".password", "");
        Files.copy(file, copies.resolve(name));
      }
    }
    return copies;
  }

  @AfterAll
  static void end() throws SQLException {
    kafka.close();
    try (Connection connection = PLATFORM.postgres().connectAsSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + OTHER_DATABASE);
    }
  }

  @Test
  void kafkaGetsUsersTopicsAndRulesAndKeepsThem() throws Exception {
    provision().kafka();
    provision().kafka();

    Set<String> all = new HashSet<>();
    Topics.all().forEach(topic -> all.add(topic.name()));
    assertThat(untilHolds(Principal.OPERATOR, "kafka-operator", seen -> seen.containsAll(all)))
        .containsAll(all);
    try (Admin admin = admin("platform-admin", password("kafka-platform-admin"))) {
      Set<Object> rules = new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
      assertThat(rules).isEqualTo(AccessRules.all());
    }
    assertThat(
            untilHolds(
                Principal.INGEST, "kafka-ingest-service", seen -> seen.contains("signals-v1")))
        .contains("signals-v1")
        .doesNotContain("intents-v1");
  }

  @Test
  void aReplacedPasswordHoldsAndTheOldOneDoesNot() throws Exception {
    provision().kafka();
    Path file = secrets.resolve("kafka-witness");
    String old = Secrets.read(file);
    Files.writeString(file, "another-" + old);

    provision().kafka();

    assertThat(untilHolds(Principal.WITNESS, "kafka-witness", seen -> true)).isNotEmpty();
    assertRefused(scram(Principal.WITNESS, old));
  }

  @Test
  void noServiceSignsInWhereTheAdministratorDoes() {
    assertRefused(admin("control-plane", password("kafka-control-plane")));
  }

  @Test
  void theAdministratorsPasswordIsNotInTheSentenceThatItIsWrong() throws IOException {
    Path wrong = secretsIn(folder.resolve("wrong"));
    Files.writeString(wrong.resolve("kafka-platform-admin"), "not-this-one");
    ProvisionOptions options =
        new ProvisionOptions(kafka.admin(), postgresAddress(), wrong, folder.resolve("keys"));

    assertThatThrownBy(() -> new Provision(options, OTHER_DATABASE).kafka())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("Authentication failed")
        .hasMessageNotContaining("not-this-one");
  }

  @Test
  void aDatabaseIsMadeWithTablesAndRightsAndKept() throws SQLException {
    provision().postgres();
    DatabaseServer server =
        new DatabaseServer(
            "127.0.0.1",
            PLATFORM.postgres().port(),
            OTHER_DATABASE,
            login -> password("postgres-" + login));
    try (Connection connection = server.connect(DatabaseRole.CONTROL_PLANE);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO control.owners (address, public_key, salt, created_at) VALUES ('o',"
              + " decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'), now())");
    }

    provision().postgres();

    try (Connection connection = server.connect(DatabaseRole.CONTROL_PLANE)) {
      assertThat(count(connection, "SELECT count(*) FROM control.owners")).isEqualTo(1);
    }
    try (Connection connection = server.connect(DatabaseRole.AUDIT)) {
      assertThatThrownBy(() -> count(connection, "SELECT count(*) FROM control.owners"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void theServicesDatabaseKeepsItsSlot() throws SQLException {
    new Provision(options(), PLATFORM.postgres().databaseName()).postgres();

    try (Connection connection = PLATFORM.postgres().connectAsSuperuser("postgres")) {
      assertThat(
              count(
                  connection,
                  "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '"
                      + DatabaseSetup.SLOT
                      + "' AND database = 'quantumvault'"))
          .isEqualTo(1);
    }
  }

  @Test
  void everyPasswordThatIsAskedForIsThere() {
    provision().requireSecrets();
  }

  /**
   * Topics that a user sees, once they are as expected: a broker learns of a change a moment after
   * the controller has taken it. Asks a bounded number of times; each is a sign-in of its own.
   */
  private static Set<String> untilHolds(
      Principal user, String secret, Predicate<Set<String>> expected) throws Exception {
    Set<String> seen = Set.of();
    for (int attempt = 0; attempt < 200; attempt++) {
      try (Admin admin = scram(user, password(secret))) {
        seen = admin.listTopics().names().get();
        if (expected.test(seen)) {
          return seen;
        }
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(AuthenticationException.class);
      }
    }
    return seen;
  }

  private static void assertRefused(Admin admin) {
    try (admin) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AuthenticationException.class);
    }
  }

  private static Provision provision() {
    return new Provision(options(), OTHER_DATABASE);
  }

  private static ProvisionOptions options() {
    return new ProvisionOptions(kafka.admin(), postgresAddress(), secrets, folder.resolve("keys"));
  }

  private static ProvisionOptions.Address postgresAddress() {
    return new ProvisionOptions.Address("127.0.0.1", PLATFORM.postgres().port());
  }

  private static Admin scram(Principal user, String password) {
    return client(kafka.clientAddress(), "SCRAM-SHA-512", SCRAM, user.userName(), password);
  }

  private static Admin admin(String user, String password) {
    return client(kafka.admin().toString(), "PLAIN", PLAIN, user, password);
  }

  private static Admin client(
      String address, String mechanism, String module, String user, String password) {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            address,
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            mechanism,
            "sasl.jaas.config",
            module + " username=\"" + user + "\" password=\"" + password + "\";"));
  }

  private static String password(String name) {
    return Secrets.read(secrets.resolve(name));
  }

  private static int count(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  @SuppressWarnings("NullAway") // set before any test
  private static ContainerKafka unstarted() {
    return null;
  }
}

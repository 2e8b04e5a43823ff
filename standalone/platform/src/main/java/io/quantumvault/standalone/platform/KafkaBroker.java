package io.quantumvault.standalone.platform;

import io.quantumvault.schemas.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft node, broker and controller, inside this process, on loopback. Every client signs in
 * with SCRAM-SHA-512 and has exactly the rights of {@link AccessRules}. The classes that start the
 * broker are Kafka's own and not a public API: nothing outside this class may use them.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final String MECHANISM = "SCRAM-SHA-512";
  private static final String ADMIN = "platform-admin";
  private static final String CONTROLLER = "platform-controller";

  private final KafkaRaftServer server;
  private final int port;
  private final Secrets secrets;

  private KafkaBroker(KafkaRaftServer server, int port, Secrets secrets) {
    this.server = server;
    this.port = port;
    this.secrets = secrets;
  }

  /**
   * Starts the broker on its folder, formatting it the first time, and makes topics, users and
   * rules.
   *
   * @param folder holds the broker's files
   * @param wantedPort 0 for any
   * @throws StartRefused if the port is taken
   */
  public static KafkaBroker start(Path folder, int wantedPort, Secrets secrets) {
    int port = Ports.claim(wantedPort, "Kafka");
    int controllerPort = Ports.free();
    try {
      Path logs = Files.createDirectories(folder.resolve("data"));
      if (!Files.exists(logs.resolve("meta.properties"))) {
        format(logs, secrets);
      }
      KafkaConfig config = new KafkaConfig(settings(logs, port, controllerPort, secrets), false);
      KafkaBroker broker = new KafkaBroker(new KafkaRaftServer(config, Time.SYSTEM), port, secrets);
      broker.server.startup();
      broker.setUp();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void setUp() {
    try (Admin admin = Admin.create(settingsOf(ADMIN))) {
      new Cluster(admin).bringUp(who -> secrets.password(secretName(who.userName())));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void format(Path logs, Secrets secrets) {
    List<String> users = new ArrayList<>();
    users.add(scram(ADMIN, secrets));
    for (Principal principal : Principal.values()) {
      users.add(scram(principal.userName(), secrets));
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .addDirectory(logs.toString())
          .setMetadataLogDirectory(logs.toString())
          .setScramArguments(users)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("The broker's folder cannot be formatted: " + logs, e);
    }
  }

  private static String scram(String user, Secrets secrets) {
    return MECHANISM + "=[name=" + user + ",password=" + secrets.password(secretName(user)) + "]";
  }

  private static Properties settings(Path logs, int port, int controllerPort, Secrets secrets) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.put("controller.listener.names", "CONTROLLER");
    p.put("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.put("advertised.listeners", "CLIENT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
    p.put("inter.broker.listener.name", "CLIENT");
    p.put("sasl.enabled.mechanisms", MECHANISM);
    p.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
    p.put("listener.name.client.scram-sha-512.sasl.jaas.config", scramJaas(ADMIN, secrets));
    // SCRAM users live in the metadata log, which the controller's own listener has to come before.
    p.put("sasl.mechanism.controller.protocol", "PLAIN");
    p.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    p.put("listener.name.controller.plain.sasl.jaas.config", plainJaas(secrets));
    p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    p.put("super.users", "User:" + ADMIN + ";User:" + CONTROLLER);
    p.put("allow.everyone.if.no.acl.found", "false");
    p.put("auto.create.topics.enable", "false");
    p.put("log.dirs", logs.toString());
    // One node: every internal topic has one copy and few partitions.
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // After a hard kill the old registration bars the new one until it times out.
    p.put("broker.session.timeout.ms", "5000");
    p.put("broker.heartbeat.interval.ms", "1000");
    // Tells voters and observers that the log lives; here there are none.
    p.put("metadata.max.idle.interval.ms", "5000");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("log.cleaner.dedupe.buffer.size", "8388608");
    p.put("log.index.size.max.bytes", "2097152");
    return p;
  }

  private static String scramJaas(String user, Secrets secrets) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + user
        + "\" password=\""
        + secrets.password(secretName(user))
        + "\";";
  }

  private static String plainJaas(Secrets secrets) {
    String password = secrets.password(secretName(CONTROLLER));
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
        + CONTROLLER
        + "\" password=\""
        + password
        + "\" user_"
        + CONTROLLER
        + "=\""
        + password
        + "\";";
  }

  private static String secretName(String user) {
    return "kafka-" + user;
  }

  /** Host and port. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The file that holds a user's password. */
  public Path passwordFile(Principal principal) {
    return secrets.file(secretName(principal.userName()));
  }

  /** What a Kafka client needs to connect as this user: servers, protocol, mechanism, sign-in. */
  public Map<String, Object> clientSettings(Principal principal) {
    return settingsOf(principal.userName());
  }

  private Map<String, Object> settingsOf(String user) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", MECHANISM);
    settings.put("sasl.jaas.config", scramJaas(user, secrets));
    return settings;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}

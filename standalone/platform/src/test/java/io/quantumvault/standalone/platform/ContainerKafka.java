package io.quantumvault.standalone.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The broker as its container runs it: the settings of {@code deploy/kafka}, with addresses of this
 * machine instead of the container's, and the sign-in that {@code start.sh} adds to them.
 */
final class ContainerKafka implements AutoCloseable {
  private static final Path DEPLOY = ComposeFile.ROOT.resolve("deploy/kafka");

  private final KafkaRaftServer server;
  private final int clientPort;
  private final int adminPort;

  private ContainerKafka(KafkaRaftServer server, int clientPort, int adminPort) {
    this.server = server;
    this.clientPort = clientPort;
    this.adminPort = adminPort;
  }

  static ContainerKafka start(Path logs, String adminPassword) throws Exception {
    int client = Ports.free();
    int admin = Ports.free();
    Properties settings = settings(client, admin, Ports.free());
    settings.putAll(signIn(adminPassword));
    settings.put("log.dirs", logs.toString());
    settings.put("log.cleaner.dedupe.buffer.size", "8388608"); // there are others in this process
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .addDirectory(logs.toString())
        .setMetadataLogDirectory(logs.toString())
        .run();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
    return new ContainerKafka(server, client, admin);
  }

  private static Properties settings(int client, int admin, int controller) throws IOException {
    Properties settings = new Properties();
    try (BufferedReader file = Files.newBufferedReader(DEPLOY.resolve("server.properties"))) {
      settings.load(file);
    }
    settings.replaceAll((name, value) ->
        value
            .toString()
            .replace("//:9092", "//127.0.0.1:" + client)
            .replace("kafka:9092", "127.0.0.1:" + client)
            .replace("kafka-admin:9094", "127.0.0.1:" + admin)
            .replace("kafka-admin:9093", "127.0.0.1:" + controller));
    return settings;
  }

  private static Map<String, String> signIn(String password) throws IOException {
    String script = Files.readString(DEPLOY.resolve("start.sh"));
    Matcher plain = Pattern.compile("(?m)^plain=\"(.*)\"$").matcher(script);
    if (!plain.find()) {
      throw new IllegalStateException("start.sh says no sign-in");
    }
    String value = plain.group(1).replace("\\\"", "\"").replace("$password", password);
    Map<String, String> settings = new HashMap<>();
    Matcher line = Pattern.compile("(?m)^ *echo \"(\\S+)=\\$plain\"$").matcher(script);
    while (line.find()) {
      settings.put(line.group(1), value);
    }
    return settings;
  }

  ProvisionOptions.Address admin() {
    return new ProvisionOptions.Address("127.0.0.1", adminPort);
  }

  String clientAddress() {
    return "127.0.0.1:" + clientPort;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}

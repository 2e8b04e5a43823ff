package io.quantumvault.standalone.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantumvault.schemas.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.NoneConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.AbstractStatus;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.util.FutureCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries rows of {@code control.outbox} to the topics they name, by Debezium reading the
 * write-ahead log, at least once and in commit order. Runs the same connector file as the
 * containers do, without Connect's REST server. A task that fails is started again.
 */
public final class OutboxConnector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxConnector.class);
  private static final String CONTAINER_FILE = "/run/secrets/outbox-connector.properties";
  private static final int START_SECONDS = 60;
  private static final int CHECK_SECONDS = 5;

  private final StandaloneHerder herder;
  private final String name;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("outbox-connector-watch").factory());

  private OutboxConnector(StandaloneHerder herder, String name) {
    this.herder = herder;
    this.name = name;
  }

  /** Starts the connector and returns when its task runs. */
  public static OutboxConnector start(
      Path folder, KafkaBroker broker, PostgresServer postgres, Secrets secrets) {
    try {
      Files.createDirectories(folder);
      JsonNode file = connectorFile(secretsFile(postgres, secrets));
      Map<String, String> config = new HashMap<>();
      file.get("config").properties().forEach(e -> config.put(e.getKey(), e.getValue().asText()));
      String name = file.get("name").asText();
      config.put("name", name);
      // Two platforms in one process would otherwise fight for one metrics name.
      config.put("custom.metric.tags", "database=" + postgres.port());
      OutboxConnector connector = new OutboxConnector(herder(folder, broker), name);
      connector.run(config);
      return connector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode connectorFile(Path secretsFile) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            OutboxConnector.class.getResourceAsStream("outbox-connector.json"),
            "outbox-connector.json")) {
      String json = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return new ObjectMapper().readTree(json.replace(CONTAINER_FILE, secretsFile.toString()));
    }
  }

  private static Path secretsFile(PostgresServer postgres, Secrets secrets) {
    return secrets.store(
        "outbox-connector.properties",
        "hostname=127.0.0.1\nport=%d\ndbname=%s\nuser=%s\npassword=%s\n"
            .formatted(
                postgres.port(),
                postgres.databaseName(),
                DatabaseRole.DEBEZIUM.roleName(),
                Secrets.read(postgres.passwordFile(DatabaseRole.DEBEZIUM))));
  }

  private static StandaloneHerder herder(Path folder, KafkaBroker broker) {
    Map<String, String> settings = workerSettings(folder, broker);
    Plugins plugins = new Plugins(settings);
    plugins.compareAndSwapWithDelegatingLoader();
    StandaloneConfig config = new StandaloneConfig(settings);
    FileOffsetBackingStore offsets =
        new FileOffsetBackingStore(
            plugins.newInternalConverter(
                true, JsonConverter.class.getName(), Map.of("schemas.enable", "false")));
    offsets.configure(config);
    NoneConnectorClientConfigOverridePolicy policy = new NoneConnectorClientConfigOverridePolicy();
    Worker worker = new Worker("standalone", Time.SYSTEM, plugins, config, offsets, policy);
    return new StandaloneHerder(worker, "standalone", policy);
  }

  private static Map<String, String> workerSettings(Path folder, KafkaBroker broker) {
    Map<String, String> settings = new HashMap<>();
    broker
        .clientSettings(Principal.DEBEZIUM)
        .forEach((key, value) -> {
          settings.put(key, value.toString());
          if (!key.equals("bootstrap.servers")) {
            settings.put("producer." + key, value.toString());
            settings.put("admin." + key, value.toString());
          }
        });
    settings.put("producer.linger.ms", "0");
    settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    settings.put("offset.storage.file.filename", folder.resolve("offsets").toString());
    settings.put("offset.flush.interval.ms", "1000");
    // A task that is abandoned keeps its connection, for which PostgreSQL's own end then waits.
    settings.put("task.shutdown.graceful.timeout.ms", "15000");
    settings.put("plugin.discovery", "service_load");
    settings.put("topic.creation.enable", "false");
    settings.put("config.providers", "file");
    settings.put(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    return settings;
  }

  private void run(Map<String, String> config) {
    // Connect swaps the context class loader of whoever starts it.
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      herder.start();
      FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
      herder.putConnectorConfig(name, config, false, created);
      created.get(START_SECONDS, TimeUnit.SECONDS);
      awaitRunning();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("Interrupted while starting the connector", e);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IllegalStateException("The outbox connector does not start", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    var _ =
        watch.scheduleWithFixedDelay(
            this::restartFailed, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
  }

  private void awaitRunning() throws InterruptedException, TimeoutException {
    CountDownLatch running = new CountDownLatch(1);
    var poll =
        watch.scheduleWithFixedDelay(
            () -> {
              if (isRunning()) {
                running.countDown();
              }
            },
            0,
            20,
            TimeUnit.MILLISECONDS);
    try {
      if (!running.await(START_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException(status());
      }
    } finally {
      poll.cancel(false);
    }
  }

  private void restartFailed() {
    try {
      ConnectorStateInfo state = herder.connectorStatus(name);
      for (ConnectorStateInfo.TaskState task : state.tasks()) {
        if (task.state().equals(AbstractStatus.State.FAILED.name())) {
          LOG.atWarn().addKeyValue("task", task.id()).log("Outbox task failed; starting it again");
          herder.restartTask(
              new org.apache.kafka.connect.util.ConnectorTaskId(name, task.id()),
              new FutureCallback<>());
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("Outbox connector cannot be looked at", e);
    }
  }

  /** Whether the connector and its task run at this moment. */
  public boolean isRunning() {
    return status().equals("RUNNING");
  }

  /** {@code RUNNING}, or the state of what does not run. */
  public String status() {
    try {
      ConnectorStateInfo state = herder.connectorStatus(name);
      if (state.tasks().isEmpty()) {
        return "no task yet";
      }
      return state.tasks().stream()
          .map(ConnectorStateInfo.AbstractState::state)
          .filter(s -> !s.equals("RUNNING"))
          .findFirst()
          .orElse(state.connector().state());
    } catch (org.apache.kafka.connect.errors.NotFoundException e) {
      return "not there yet";
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    herder.stop();
  }
}

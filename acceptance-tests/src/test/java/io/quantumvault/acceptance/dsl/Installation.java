package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.acceptance.load.Endpoints;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.OwnerApi;
import io.quantumvault.owner.SolanaRpc;
import io.quantumvault.owner.ThrowAwayWallet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A system on a data folder of its own and on free ports. */
public final class Installation {
  private final Qv qv;
  private final Path data;
  private @Nullable JsonNode env;

  private Installation(Qv qv, Path data) {
    this.qv = qv;
    this.data = data;
  }

  /** On an empty temporary folder, not started. */
  public static Installation empty() throws IOException {
    return of(Qv.here());
  }

  /** The same, to be started by another launcher than this tree's. */
  public static Installation of(Qv qv) throws IOException {
    return new Installation(qv, Files.createTempDirectory("quantumvault-acceptance"));
  }

  /** The data folder. */
  public Path data() {
    return data;
  }

  /** Starts it, and fails with what it printed if it does not become ready. */
  public void up() throws IOException, InterruptedException {
    env = null;
    expectSuccess(startUp().end());
  }

  /** Begins to start it. */
  public Qv.Started startUp() throws IOException {
    return qv.start("up", "--data", data.toString(), "--free-ports");
  }

  /** Stops it. */
  public void down() throws IOException, InterruptedException {
    expectSuccess(run("down"));
  }

  /** Runs a command on its data folder. */
  public Qv.Result run(String... words) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data.toString()));
    return qv.start(all.toArray(String[]::new)).end();
  }

  /** The verifier's verdict. */
  public Qv.Result verifyAudit() throws IOException, InterruptedException {
    return run("audit", "verify");
  }

  private static void expectSuccess(Qv.Result result) {
    if (result.exit() != 0) {
      throw new AssertionError("qv failed: " + result);
    }
  }

  /** What {@code qv env --json} says; asked once for each start, since it does not change. */
  public synchronized JsonNode env() throws IOException, InterruptedException {
    JsonNode known = env;
    if (known == null) {
      var result = run("env", "--json");
      expectSuccess(result);
      known = JsonMapper.shared().readTree(result.out());
      env = known;
    }
    return known;
  }

  /** Every process of the system: all that name the data folder on their command line. */
  public List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::belongs).toList();
  }

  private boolean belongs(ProcessHandle process) {
    try {
      String command =
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), UTF_8);
      return process.pid() != ProcessHandle.current().pid() && command.contains(data.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** The process that everything but the signer and PostgreSQL runs in. */
  public ProcessHandle mainProcess() throws IOException {
    String mark = Files.readString(data.resolve("run/system.pid"));
    return ProcessHandle.of(Long.parseLong(mark.split(" ")[0])).orElseThrow();
  }

  /**
   * As {@code kill -9} of every process at once, PostgreSQL's children too; returns when all are
   * gone.
   */
  public void killEverything() {
    var all =
        processes().stream()
            .flatMap(
                p -> java.util.stream.Stream.concat(java.util.stream.Stream.of(p), p.descendants()))
            .distinct()
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .join();
  }

  /** Kills everything and removes the data folder. */
  public void discard() {
    killEverything();
    try (var files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A person with a new throw-away wallet, not enrolled. */
  public Owner newOwner() throws IOException, InterruptedException {
    URI console = URI.create(env().get("ownerApi").asString());
    return new Owner(ThrowAwayWallet.create(), new OwnerApi(console, origin(console)));
  }

  /** JSON-RPC of the paper chain. */
  public SolanaRpc chain() throws IOException, InterruptedException {
    return new SolanaRpc(URI.create(env().get("chainRpc").asString()));
  }

  /** For the load driver. */
  public Endpoints endpoints() throws IOException, InterruptedException {
    JsonNode env = env();
    URI console = URI.create(env.get("ownerApi").asString());
    return new Endpoints(
        console,
        origin(console),
        URI.create(env.get("chainRpc").asString()),
        kafka("operator"),
        processes().stream().map(ProcessHandle::pid).toList(),
        data);
  }

  private static String origin(URI console) {
    return "http://localhost:" + console.getPort();
  }

  /** Kafka client settings of a user, from the files that {@code qv env} names. */
  public Map<String, Object> kafka(String user) throws IOException, InterruptedException {
    JsonNode env = env();
    String password =
        Files.readString(Path.of(env.get("kafkaPasswordFiles").get(user).asString())).strip();
    return Map.of(
        "bootstrap.servers",
        env.get("kafkaBootstrapServers").asString(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
  }

  /** A database connection of a role. */
  public Connection database(String role) throws IOException, InterruptedException, SQLException {
    JsonNode env = env();
    var properties = new Properties();
    properties.put("user", role);
    properties.put(
        "password",
        Files.readString(Path.of(env.get("databasePasswordFiles").get(role).asString())).strip());
    return DriverManager.getConnection(env.get("jdbcUrl").asString(), properties);
  }
}

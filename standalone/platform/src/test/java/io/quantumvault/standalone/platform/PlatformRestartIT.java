package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.Principal;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlatformRestartIT {
  private Path data = Path.of("");
  private Path cache = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    data = Files.createTempDirectory("quantumvault-restart-");
    cache = TemporaryPlatform.cache(data);
  }

  @AfterEach
  void remove() throws IOException {
    Folders.delete(data);
  }

  @Test
  void aRestartKeepsRecordsRowsAndPasswords() throws Exception {
    byte[] password;
    try (Platform first = start()) {
      new Outbox(first.postgres()).commit("webhook-routes-v1", "kept", new byte[] {1});
      new Records(first).read(Principal.INGEST, "webhook-routes-v1", "kept", 1);
      insertOwner(first);
      password = Files.readAllBytes(first.kafka().passwordFile(Principal.INGEST));
    }

    try (Platform second = start()) {
      assertThat(Files.readAllBytes(second.kafka().passwordFile(Principal.INGEST)))
          .isEqualTo(password);
      assertThat(owners(second)).isEqualTo(1);
      new Outbox(second.postgres()).commit("webhook-routes-v1", "kept", new byte[] {2});
      assertThat(new Records(second).read(Principal.INGEST, "webhook-routes-v1", "kept", 2))
          .extracting(record -> record.value()[0])
          .containsExactly((byte) 1, (byte) 2);
    }
  }

  @Test
  void startsAgainAfterAnAbruptEndAndLosesNothingCommitted() throws Exception {
    Process process = spawn("abrupt");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo(PlatformProcess.UP);
    } finally {
      process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
    long orphan = Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip());
    assertThat(ProcessHandle.of(orphan)).as("PostgreSQL outlives a killed parent").isPresent();

    try (Platform platform = start()) {
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(new Records(platform).read(Principal.INGEST, "webhook-routes-v1", "abrupt", 1))
          .isNotEmpty();
    }
  }

  @Test
  void aSecondPlatformOnTheSameFolderIsRefused() {
    try (Platform first = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
      assertThat(first.outbox().isRunning()).isTrue();
    }
  }

  @Test
  void aTakenPortIsNamedWithItsHolderAndNothingStaysBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Platform.start(new PlatformSettings(data, cache, port, 0)).close())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("Port " + port + " (Kafka) is taken by ")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    assertThat(pidFile()).doesNotExist();
    start().close();
  }

  @Test
  void anotherUsersFolderIsRefused() throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Path foreign = root ? givenAway() : Path.of("/usr");
    assertThatThrownBy(() -> Platform.start(PlatformSettings.onFreePorts(foreign)).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("belongs to user");
  }

  // Root may give its folder away; an ordinary user finds foreign folders anywhere.
  private Path givenAway() throws IOException {
    Path given = Files.createDirectory(data.resolve("given-away"));
    Files.setAttribute(given, "unix:uid", 65534);
    return given;
  }

  private Path pidFile() {
    return data.resolve("postgres/cluster/postmaster.pid");
  }

  private Platform start() {
    return Platform.start(PlatformSettings.onFreePorts(data).withCache(cache));
  }

  private Process spawn(String key) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                PlatformProcess.class.getName(),
                data.toString(),
                cache.toString(),
                key))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void insertOwner(Platform platform) throws Exception {
    try (var connection = platform.postgres().connect(DatabaseRole.CONTROL_PLANE);
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO control.owners (address, public_key, salt, created_at) VALUES ('o',"
              + " decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'), now())");
    }
  }

  private static int owners(Platform platform) throws Exception {
    try (var connection = platform.postgres().connect(DatabaseRole.CONTROL_PLANE);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM control.owners")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}

package io.quantumvault.acceptance.dsl;

import io.quantumvault.owner.Poll;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** The signer's process of an installation, as whoever may send signals to it sees it. */
public final class RunningSigner {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path data;

  /** Of this system. */
  public RunningSigner(Installation system) {
    data = system.data();
  }

  /** The number of the process that runs now. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(data.resolve("run/signer-service.pid")).split(" ")[0]);
  }

  /** As {@code kill -9}. */
  public void kill() throws IOException {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** It stands still until {@link #goOn}. */
  public void pause() throws IOException, InterruptedException {
    Signals.send("STOP", pid());
  }

  /** After a pause. */
  public void goOn() throws IOException, InterruptedException {
    Signals.send("CONT", pid());
  }

  /** Whether it would sign now, by its own word. */
  public boolean isReady() throws IOException, InterruptedException {
    return isReady(data.resolve("run/signer-service.properties"));
  }

  /** Whether the signer with these settings would. */
  static boolean isReady(Path settings) throws IOException, InterruptedException {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(readiness(settings))
                      .timeout(Duration.ofSeconds(1))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false; // nobody there yet
    }
  }

  /** Waits until it would sign. */
  public void awaitReady() throws IOException, InterruptedException {
    Poll.until(PATIENCE, "a signer that is ready", this::isReady);
  }

  private static URI readiness(Path file) throws IOException {
    var settings = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      settings.load(reader);
    }
    return URI.create(
        "http://127.0.0.1:"
            + settings.getProperty("quantumvault.management.port")
            + "/health/ready");
  }
}

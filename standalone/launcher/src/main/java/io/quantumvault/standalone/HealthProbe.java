package io.quantumvault.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a health address; 200 means ready. */
final class HealthProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Optional<String> hindrance(URI address) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == OK
          ? Optional.empty()
          : Optional.of("answers " + answer.statusCode() + " " + answer.body().strip());
    } catch (IOException e) {
      return Optional.of("does not answer on " + address);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("not asked to the end");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

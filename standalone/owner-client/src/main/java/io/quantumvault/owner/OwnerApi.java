package io.quantumvault.owner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** HTTP as the console speaks it: origin, session cookie, CSRF token. */
public final class OwnerApi {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final String origin;
  private @Nullable String cookie;
  private @Nullable String csrfToken;

  /**
   * Talks to one control plane.
   *
   * @param base where it listens
   * @param origin the origin it is configured with, as a browser would name it
   */
  public OwnerApi(URI base, String origin) {
    this.base = base;
    this.origin = origin;
  }

  /** GET. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, null, BodyPublishers.noBody());
  }

  /** POST of JSON. */
  public JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return send(
        "POST", path, "application/json", BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  /** POST of a text as it is. */
  public JsonNode postText(String path, String text) throws IOException, InterruptedException {
    return send("POST", path, "text/plain", BodyPublishers.ofString(text));
  }

  /** PUT of JSON. */
  public JsonNode put(String path, Object body) throws IOException, InterruptedException {
    return send(
        "PUT", path, "application/json", BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  /** DELETE. */
  public JsonNode delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, null, BodyPublishers.noBody());
  }

  /** POST of bytes that are secret. */
  public JsonNode postSecret(String path, byte[] body) throws IOException, InterruptedException {
    return send("POST", path, "application/octet-stream", BodyPublishers.ofByteArray(body));
  }

  /** The session cookie's text, for tests that look for it where it must not be. */
  public @Nullable String cookie() {
    return cookie;
  }

  private JsonNode send(
      String method, String path, @Nullable String contentType, BodyPublisher body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, body);
    request.header("Origin", origin);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (csrfToken != null) {
      request.header("X-CSRF-Token", csrfToken);
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    JsonNode answer =
        response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
    if (response.statusCode() >= 400) {
      throw new ApiRefused(method + " " + path, response.statusCode(), answer);
    }
    keepSession(response, answer);
    return answer;
  }

  private void keepSession(HttpResponse<String> response, JsonNode answer) {
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(header -> {
          cookie = header.split(";", 2)[0];
          csrfToken = answer.path("csrfToken").asString(null);
        });
  }
}

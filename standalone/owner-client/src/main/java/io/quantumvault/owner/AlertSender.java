package io.quantumvault.owner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts alert bodies as TradingView does: no signature, no retry, gone after three seconds. */
public final class AlertSender {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** What came back: the HTTP status and the body as JSON. */
  public record Answer(int status, JsonNode body) {
    /** The signal's id where the alert was accepted, or its refusal is on record; else empty. */
    public String signalId() {
      return body.path("signalId").asString("");
    }
  }

  /** Posts and waits. */
  public Answer post(String hookUrl, String body) throws IOException, InterruptedException {
    return answer(http.send(request(hookUrl, body), BodyHandlers.ofString()));
  }

  /** Posts without waiting. */
  public CompletableFuture<Answer> postAsync(String hookUrl, String body) {
    return http.sendAsync(request(hookUrl, body), BodyHandlers.ofString())
        .thenApply(AlertSender::answer);
  }

  private static HttpRequest request(String hookUrl, String body) {
    return HttpRequest.newBuilder(URI.create(hookUrl))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json; charset=utf-8")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
  }
}

package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.dsl.Trader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad alerts get a clear answer and disturb nothing. */
@Timeout(900)
class WebhookIT {
  private final Installation system = SharedInstallation.get();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void anUnknownTokenIsNotFound() throws Exception {
    var answer = post(system.env().get("webhooks").asString() + "/hooks/" + "A".repeat(43), "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void aMalformedAlertIsAProblemAndTheNextOneIsTaken() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    Map<String, Integer> malformed =
        Map.of(
            "{", 400,
            "[]", 400,
            "null", 400,
            "{\"id\":\"x\"}", 422,
            "{\"id\":\"x\",\"id\":\"y\"}", 400,
            "\u0000", 400);
    for (var entry : malformed.entrySet()) {
      var answer = post(trader.hook(), entry.getKey());
      assertThat(answer.statusCode()).as(entry.getKey()).isEqualTo(entry.getValue());
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    assertThat(trader.alert("good", "SOL-PERP", "buy", "0.1").status()).isEqualTo(202);
  }

  @Test
  void anOversizeBodyIsRefused() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    assertThat(post(trader.hook(), "{\"id\":\"" + "x".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(trader.alert("good", "SOL-PERP", "buy", "0.1").status()).isEqualTo(202);
  }

  private HttpResponse<String> post(String url, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}

package io.quantumvault.control.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  @Test
  void answersOnItsOwnPort() throws Exception {
    try (MetricsServer server = new MetricsServer(0, () -> "a 1\n")) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("a 1\n");
      assertThat(answer.headers().firstValue("content-type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
    }
  }

  @Test
  void thereIsNoneUnlessAPortIsGiven() {
    try (MetricsServer server = new MetricsServer(-1, () -> "a 1\n")) {
      assertThat(server.port()).isEqualTo(-1);
    }
  }
}

package io.quantumvault.owner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The few JSON-RPC calls an owner's wallet makes. */
public final class SolanaRpc {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI endpoint;
  private final AtomicLong nextId = new AtomicLong(1);

  /** Talks to one node. */
  public SolanaRpc(URI endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * One call.
   *
   * @return the result
   * @throws IllegalStateException with the node's error if it answered one
   * @throws IOException if it did not answer
   */
  public JsonNode call(String method, Object... params) throws IOException, InterruptedException {
    var request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", nextId.getAndIncrement()).put("method", method);
    ArrayNode list = request.putArray("params");
    for (Object param : params) {
      list.add(JSON.<JsonNode>valueToTree(param));
    }
    var response =
        http.send(
            HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                .build(),
            BodyHandlers.ofString());
    JsonNode answer = JSON.readTree(response.body());
    if (answer.has("error")) {
      throw new IllegalStateException(method + " was refused by the node: " + answer.get("error"));
    }
    return answer.get("result");
  }

  /** The newest blockhash, Base58. */
  public String latestBlockhash() throws IOException, InterruptedException {
    return call("getLatestBlockhash").get("value").get("blockhash").asString();
  }

  /** Sends a signed transaction and waits until the node has it confirmed. */
  public void sendAndConfirm(byte[] transaction) throws IOException, InterruptedException {
    String signature =
        call(
                "sendTransaction",
                Base64.getEncoder().encodeToString(transaction),
                java.util.Map.of("encoding", "base64"))
            .asString();
    Poll.until(
        Duration.ofSeconds(30),
        "transaction " + signature + " confirmed",
        () -> confirmed(signature));
  }

  private boolean confirmed(String signature) throws IOException, InterruptedException {
    JsonNode status =
        call("getSignatureStatuses", java.util.List.of(signature)).get("value").get(0);
    if (status == null || status.isNull()) {
      return false;
    }
    if (status.hasNonNull("err")) {
      throw new IllegalStateException(
          "transaction " + signature + " failed on the chain: " + status.get("err"));
    }
    return !"processed".equals(status.path("confirmationStatus").asString());
  }
}

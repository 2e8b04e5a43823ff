package io.quantumvault.paper;

import io.quantumvault.paper.address.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a node over real HTTP. */
public final class Rpc implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final URI uri;

  public Rpc(int port) {
    uri = URI.create("http://127.0.0.1:" + port + "/");
  }

  public HttpResponse<String> post(String contentType, String body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(PATIENCE)
              .header("Content-Type", contentType)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public JsonNode raw(String body) {
    return json.readTree(post("application/json", body).body());
  }

  public JsonNode ask(String method, Object... params) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", 7);
    request.put("method", method);
    request.put("params", Arrays.asList(params));
    return raw(json.writeValueAsString(request));
  }

  public JsonNode result(String method, Object... params) {
    JsonNode answer = ask(method, params);
    if (answer.has("error")) {
      throw new AssertionError(answer.toString());
    }
    return answer.get("result");
  }

  public JsonNode error(String method, Object... params) {
    JsonNode answer = ask(method, params);
    if (!answer.has("error")) {
      throw new AssertionError(answer.toString());
    }
    return answer.get("error");
  }

  public Address blockhash() {
    return Address.parse(result("getLatestBlockhash").at("/value/blockhash").stringValue());
  }

  public String send(byte[] wire) {
    return result("sendTransaction", Compiled.base64(wire), Map.of("encoding", "base64"))
        .stringValue();
  }

  public JsonNode sendRefused(byte[] wire) {
    return error("sendTransaction", Compiled.base64(wire), Map.of("encoding", "base64"));
  }

  public String sendBlind(byte[] wire) {
    Map<String, Object> config = Map.of("encoding", "base64", "skipPreflight", true);
    return result("sendTransaction", Compiled.base64(wire), config).stringValue();
  }

  public JsonNode status(String signature) {
    return result(
            "getSignatureStatuses", List.of(signature), Map.of("searchTransactionHistory", true))
        .at("/value/0");
  }

  public long balance(Address address) {
    return result("getBalance", address.toString()).get("value").longValue();
  }

  public byte[] data(Address address) {
    JsonNode value =
        result("getAccountInfo", address.toString(), Map.of("encoding", "base64")).get("value");
    return Base64.getDecoder().decode(value.at("/data/0").stringValue());
  }

  @Override
  public void close() {
    http.close();
  }
}

package io.quantumvault.control.outbound;

import io.quantumvault.control.venue.ChainReads;
import io.quantumvault.control.venue.ChainUnavailableException;
import io.quantumvault.schemas.ids.Base58;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads over Solana's JSON-RPC, trying the configured endpoints in their order. */
public final class JsonRpcChain implements ChainReads {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<URI> endpoints;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final JsonMapper json = JsonMapper.builder().build();

  public JsonRpcChain(List<String> endpoints) {
    this.endpoints = endpoints.stream().map(URI::create).toList();
  }

  @Override
  public String latestBlockhash() throws ChainUnavailableException {
    String hash =
        call("getLatestBlockhash", "[{\"commitment\":\"confirmed\"}]")
            .path("value")
            .path("blockhash")
            .asString("");
    if (!Base58.isAddress(hash)) {
      throw new ChainUnavailableException("the endpoint gave no blockhash");
    }
    return hash;
  }

  @Override
  public boolean exists(String address) throws ChainUnavailableException {
    JsonNode result =
        call(
            "getAccountInfo",
            "[\"" + address + "\",{\"encoding\":\"base64\",\"commitment\":\"confirmed\"}]");
    if (!result.has("value")) {
      throw new ChainUnavailableException("the endpoint gave no value");
    }
    return !result.get("value").isNull();
  }

  private JsonNode call(String method, String parameters) throws ChainUnavailableException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
            + method
            + "\",\"params\":"
            + parameters
            + "}";
    for (URI endpoint : endpoints) {
      try {
        var response =
            http.send(
                HttpRequest.newBuilder(endpoint)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() == 200 && answer.has("result")) {
          return answer.get("result");
        }
      } catch (IOException | JacksonException e) {
        // The next endpoint may answer.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ChainUnavailableException("interrupted");
      }
    }
    throw new ChainUnavailableException("no endpoint answered");
  }
}

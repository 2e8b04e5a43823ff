package io.quantumvault.signer.outbound;

import io.quantumvault.signer.outbound.Json.JsonException;
import io.quantumvault.signer.solana.Address;
import io.quantumvault.signer.solana.Chain;
import io.quantumvault.signer.solana.ChainRefusedException;
import io.quantumvault.signer.solana.ChainUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Solana's JSON-RPC over HTTP. Endpoints are used in turn; a silent or overloaded one is passed
 * over to the next, a bounded number of times with a random pause between. An answer that is an
 * error is an answer: it is not retried, and keeps code, words and data.
 */
public final class JsonRpcChainClient implements Chain, AutoCloseable {
  private static final int LEAST_ATTEMPTS = 3;
  private static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;
  private static final int OK = 200;
  private static final String CONFIRMED = "\"commitment\":\"confirmed\"";

  private final List<URI> endpoints;
  private final Duration timeout;
  private final HttpClient http;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();

  /** Takes the endpoints and how long one answer may take. */
  public JsonRpcChainClient(List<URI> endpoints, Duration timeout) {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("no chain endpoint");
    }
    this.endpoints = List.copyOf(endpoints);
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Blockhash latestBlockhash() {
    return call(
        "getLatestBlockhash",
        "[{" + CONFIRMED + "}]",
        result -> {
          var value = result.get("value");
          return new Blockhash(
              Address.of(value.get("blockhash").string()),
              value.get("lastValidBlockHeight").number());
        });
  }

  @Override
  public long blockHeight() {
    return call("getBlockHeight", "[{" + CONFIRMED + "}]", Json::number);
  }

  @Override
  public Accounts accounts(List<Address> addresses, long minContextSlot) {
    var list =
        addresses.stream()
            .map(a -> Json.quote(a.toString()))
            .collect(Collectors.joining(",", "[", "]"));
    var slot = minContextSlot > 0 ? ",\"minContextSlot\":" + minContextSlot : "";
    return call(
        "getMultipleAccounts",
        "[" + list + ",{\"encoding\":\"base64\"," + CONFIRMED + slot + "}]",
        result -> {
          var accounts = result.get("value").items().stream().map(this::account).toList();
          if (accounts.size() != addresses.size()) {
            throw new JsonException("another number of accounts");
          }
          return new Accounts(result.get("context").get("slot").number(), accounts);
        });
  }

  private Optional<AccountData> account(Json json) {
    if (json.isNull()) {
      return Optional.empty();
    }
    var data = json.get("data");
    if (!data.at(1).string().equals("base64")) {
      throw new JsonException("another encoding");
    }
    return Optional.of(
        new AccountData(
            Address.of(json.get("owner").string()),
            json.get("lamports").number(),
            Base64.getDecoder().decode(data.at(0).string())));
  }

  @Override
  public Statuses statuses(List<String> signatures) {
    var list = signatures.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]"));
    return call(
        "getSignatureStatuses",
        "[" + list + ",{\"searchTransactionHistory\":true}]",
        result -> {
          var statuses = result.get("value").items().stream().map(this::status).toList();
          if (statuses.size() != signatures.size()) {
            throw new JsonException("another number of statuses");
          }
          return new Statuses(result.get("context").get("slot").number(), statuses);
        });
  }

  private Status status(Json json) {
    if (json.isNull()) {
      return new Status.Absent();
    }
    long slot = json.get("slot").number();
    var level = json.get("confirmationStatus");
    boolean settled =
        !level.isNull()
            && (level.string().equals("confirmed") || level.string().equals("finalized"));
    if (!settled) {
      return new Status.Processed(slot);
    }
    var error = json.get("err");
    return error.isNull()
        ? new Status.Landed(slot)
        : new Status.LandedWithError(slot, error.text());
  }

  @Override
  public void send(byte[] transaction, boolean skipPreflight) {
    var encoded = Base64.getEncoder().encodeToString(transaction);
    call(
        "sendTransaction",
        "["
            + Json.quote(encoded)
            + ",{\"encoding\":\"base64\",\"maxRetries\":0,\"skipPreflight\":"
            + skipPreflight
            + ",\"preflightCommitment\":\"confirmed\"}]",
        Json::string);
  }

  private <T> T call(String method, String params, Function<Json, T> result) {
    var body =
        Json.bytes(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + ids.incrementAndGet()
                + ",\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}");
    int attempts = Math.max(LEAST_ATTEMPTS, endpoints.size());
    Exception last = new IOException("not asked");
    for (int attempt = 0; attempt < attempts; attempt++) {
      var endpoint = endpoints.get(Math.floorMod(turn.get(), endpoints.size()));
      try {
        if (attempt > 0) {
          Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100L << attempt));
        }
        return once(endpoint, method, body, result);
      } catch (IOException | JsonException | IllegalArgumentException e) {
        last = e;
        turn.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ChainUnavailableException(method + " was interrupted", e);
      }
    }
    throw new ChainUnavailableException(
        method + " got no answer from " + endpoints.size() + " endpoints: " + last.getMessage(),
        last);
  }

  private <T> T once(URI endpoint, String method, byte[] body, Function<Json, T> result)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var response =
        http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    if (response.statusCode() != OK) {
      throw new IOException("HTTP status " + response.statusCode());
    }
    var answer = Json.parse(response.body());
    var error = answer.get("error");
    if (!error.isNull()) {
      var data = error.get("data");
      throw new ChainRefusedException(
          method,
          (int) error.get("code").number(),
          error.get("message").isNull() ? "" : error.get("message").string(),
          data.isNull() ? "" : data.text());
    }
    return result.apply(answer.get("result"));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

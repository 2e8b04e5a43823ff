package io.quantumvault.solana.rpc;

import io.quantumvault.solana.rpc.Json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * JSON-RPC over HTTP to several nodes that hold the same. One that is silent, overloaded, behind or
 * answers in another shape is passed over to the next, a bounded number of times; before an
 * endpoint is asked again there is a random pause. An error about the question itself is an answer:
 * nobody else is asked.
 */
final class JsonRpcClient implements AutoCloseable {
  private static final int OK = 200;

  private final RpcSettings settings;
  private final EndpointWatch watch;
  private final HttpClient http;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();

  JsonRpcClient(RpcSettings settings, EndpointWatch watch) {
    this.settings = settings;
    this.watch = watch;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.patience())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * What {@code read} makes of the result.
   *
   * @param params JSON text
   * @param read throws {@link JsonException} or {@link IllegalArgumentException} for a result of
   *     another shape
   * @throws ChainRefusedException with the last endpoint's error
   * @throws ChainUnavailableException if no endpoint gave an answer; also for an interrupt, which
   *     stays set
   */
  <T> T call(String method, String params, Function<Json, T> read) {
    byte[] question = question(method, params);
    int known = settings.endpoints().size();
    int attempts = known == 0 ? 0 : Math.max(settings.leastAttempts(), known);
    int begin = settings.first() == RpcSettings.First.THAT_ANSWERED ? turn.get() : 0;
    Exception last = new IOException("no endpoint is configured");
    for (int attempt = 0; attempt < attempts; attempt++) {
      var endpoint = settings.endpoints().get(Math.floorMod(begin + attempt, known));
      try {
        if (attempt >= known) {
          Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100L << Math.min(attempt, 4)));
        }
        return once(endpoint, method, question, read);
      } catch (ChainRefusedException e) {
        if (e.isOfTheQuestion()) {
          throw e;
        }
        last = e;
      } catch (IOException | JsonException | IllegalArgumentException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ChainUnavailableException(method + " was interrupted", e);
      }
      // Only the first of several callers that fail at one endpoint moves on for all.
      turn.compareAndSet(begin + attempt, begin + attempt + 1);
      watch.failed(endpoint, last);
    }
    if (last instanceof ChainRefusedException refused) {
      throw refused;
    }
    throw new ChainUnavailableException(
        method + " got no answer from " + known + " endpoints: " + words(last), last);
  }

  /** A refused connection has no message, only a type. */
  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private byte[] question(String method, String params) {
    return Json.bytes(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + ids.incrementAndGet()
            + ",\"method\":"
            + Json.quote(method)
            + ",\"params\":"
            + params
            + "}");
  }

  private <T> T once(URI endpoint, String method, byte[] question, Function<Json, T> read)
      throws IOException, InterruptedException {
    var response = post(endpoint, question);
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
    return read.apply(answer.get("result"));
  }

  /** The whole answer within the patience: the client's own time limit ends with the headers. */
  private HttpResponse<byte[]> post(URI endpoint, byte[] question)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoint)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(question))
            .build();
    var exchange =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.maxAnswerBytes()));
    try {
      return exchange.get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + settings.patience());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

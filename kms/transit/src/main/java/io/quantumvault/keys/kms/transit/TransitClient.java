package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a Transit engine, bounded in time and size, that never follow a redirect with the
 * token in hand.
 *
 * <p>The messages of its failures name key, operation and status; never the body or the token.
 */
final class TransitClient implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final TransitSettings settings;
  private final TransitToken token;
  private final HttpClient http;

  TransitClient(TransitSettings settings) {
    this.settings = settings;
    this.token = new TransitToken(settings.tokenFile());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectLimit())
            .followRedirects(HttpClient.Redirect.NEVER)
            // A proxy set for the whole machine would see the token.
            .proxy(HttpClient.Builder.NO_PROXY);
    if (settings.caFile() != null) {
      builder.sslContext(TransitTrust.in(settings.caFile()));
    }
    this.http = builder.build();
  }

  void refreshToken() {
    token.refresh();
  }

  /**
   * Sends JSON, or asks when there is none to send. A refusal makes the token be read again, since
   * what logs in may have renewed it; only with another token is the request made once more, so
   * that a revoked one does not double what the server has to refuse.
   *
   * @return an answer with status 2xx, 400 or 404
   * @throws KmsUnavailable on every other answer and on none
   */
  TransitAnswer call(KeyName name, TransitOperation operation, byte[] json) {
    String used = token.value();
    HttpResponse<byte[]> response = send(name, operation, json, used);
    if (response.statusCode() == 403) {
      token.refresh();
      String fresh = token.value();
      if (!fresh.equals(used)) {
        response = send(name, operation, json, fresh);
      }
    }
    int status = response.statusCode();
    if (status == 400 || status == 404 || status == 204) {
      return new TransitAnswer(status, Map.of());
    }
    if (status < 200 || status > 299) {
      throw unavailable(name, operation, reason(status));
    }
    return TransitAnswer.parse(status, response.body());
  }

  private HttpResponse<byte[]> send(
      KeyName name, TransitOperation operation, byte[] json, String withToken) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(name, operation))
            .timeout(settings.callLimit())
            .header("X-Vault-Token", withToken)
            .header("X-Vault-Request", "true");
    if (json.length == 0 && operation == TransitOperation.READ) {
      request.GET();
    } else {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(json));
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      // The request's own time-out ends with the headers; this one covers the body as well.
      return answer.get(settings.callLimit().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unavailable(name, operation, "no answer within " + settings.callLimit());
    } catch (ExecutionException e) {
      throw unavailable(name, operation, reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(name, operation, "interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private URI uri(KeyName name, TransitOperation operation) {
    String key = settings.keyPrefix() + name.text();
    return URI.create(
        settings.address() + "/v1/" + settings.mount() + "/" + operation.path().formatted(key));
  }

  private static String reason(int status) {
    return switch (status / 100) {
      case 3 -> "answered with a redirect (" + status + "), which is not followed";
      case 4 -> status == 403 ? "refused (403): token or policy" : "refused (" + status + ")";
      default -> "trouble there (" + status + ")";
    };
  }

  private static String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e -> "no connection in time";
      case ConnectException e -> "no connection";
      case SSLException e -> "no trusted connection";
      case HttpTimeoutException e -> "no answer in time";
      case IOException e -> "the answer broke off or was too large";
      case null, default -> "the request failed";
    };
  }

  static KmsUnavailable unavailable(KeyName name, TransitOperation operation, String why) {
    return new KmsUnavailable(
        "transit: %s of key %s: %s".formatted(operation.text(), name.text(), why));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One address that answers JSON-RPC. Before its first answer is believed, and again after it was
 * away, it says which chain it is of; one of another chain is never asked again.
 */
final class Endpoint {
  private static final int OK = 200;
  private static final Duration CERTIFICATE_EVERY = Duration.ofMinutes(10);
  static final Question<Address> GENESIS =
      Question.plain("getGenesisHash", "[]", result -> Address.of(result.string()));
  private static final Question<Boolean> CERTIFICATE =
      Question.plain("getAgGenesisCert", "[]", Json::isObject);

  private final int place;
  private final URI address;
  private final RpcSettings settings;
  private final Genesis genesis;
  private final HttpClient http;
  private final InstantSource clock;
  private final EndpointWatch watch;
  private final EndpointRest rest = new EndpointRest();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean known;
  private volatile boolean foreign;
  private volatile Commitment commitment;
  private volatile Instant certificateDue = Instant.MIN;

  Endpoint(
      int place,
      RpcSettings settings,
      Genesis genesis,
      HttpClient http,
      InstantSource clock,
      EndpointWatch watch) {
    this.place = place;
    this.address = settings.endpoints().get(place);
    this.settings = settings;
    this.genesis = genesis;
    this.http = http;
    this.clock = clock;
    this.watch = watch;
    this.known = !genesis.isChecked();
    this.commitment =
        settings.commitment() == Commitment.AUTO ? Commitment.CONFIRMED : settings.commitment();
  }

  /** Its place in the configuration and its host: the rest may hold an access key. */
  String name() {
    return "RPC endpoint " + (place + 1) + " (" + address.getHost() + ")";
  }

  /** Whether it was found to be of another chain. */
  boolean isForeign() {
    return foreign;
  }

  Instant restsUntil() {
    return rest.until();
  }

  /** When it may be asked: the same for all that are well. */
  Instant isDueAt() {
    return rests() ? rest.until() : Instant.MIN;
  }

  boolean rests() {
    return clock.instant().isBefore(rest.until());
  }

  /**
   * Its answer.
   *
   * @throws ChainRefusedException with its error
   * @throws IOException if it gave no answer to use; it rests then, and the watch has been told
   */
  <T> T ask(Question<T> question) throws IOException, InterruptedException {
    try {
      introduce();
      T answer = exchange(question);
      rest.answered();
      return answer;
    } catch (ChainRefusedException e) {
      if (e.isOfANodeInTrouble()) {
        rest.failed(clock.instant(), null);
      }
      if (!e.isOfTheQuestion()) {
        watch.failed(address, e);
      }
      throw e;
    } catch (IOException e) {
      known = !genesis.isChecked();
      rest.failed(
          clock.instant(), e instanceof NodeTroubleException trouble ? trouble.retryAfter() : null);
      watch.failed(address, e);
      throw e;
    } catch (JsonException | IllegalArgumentException e) {
      rest.failed(clock.instant(), null);
      watch.failed(address, e);
      throw new IOException(e.getMessage(), e);
    }
  }

  private void introduce() throws IOException, InterruptedException {
    if (foreign) {
      throw new IOException("it is of another chain");
    }
    if (!known) {
      foreign = !genesis.isOurs(exchange(GENESIS));
      if (foreign) {
        throw new IOException("it is of another chain");
      }
      known = true;
    }
    if (settings.commitment() == Commitment.AUTO && !clock.instant().isBefore(certificateDue)) {
      commitment = hasCertificate() ? Commitment.FINALIZED : Commitment.CONFIRMED;
      certificateDue = clock.instant().plus(CERTIFICATE_EVERY);
    }
  }

  /** A node that does not know the question is one of the older kind. */
  private boolean hasCertificate() throws IOException, InterruptedException {
    try {
      return exchange(CERTIFICATE);
    } catch (ChainRefusedException e) {
      if (e.isOfANodeInTrouble()) {
        throw e;
      }
      return false;
    }
  }

  private <T> T exchange(Question<T> question) throws IOException, InterruptedException {
    var level = commitment;
    var response = post(question.method(), text(question, level));
    if (response.statusCode() != OK) {
      throw new NodeTroubleException("HTTP status " + response.statusCode(), retryAfter(response));
    }
    var answer = Json.parse(response.body());
    var error = answer.get("error");
    if (!error.isNull()) {
      throw refusal(question.method(), error);
    }
    return question.read().apply(new Question.Result(answer.get("result"), level));
  }

  private byte[] text(Question<?> question, Commitment level) {
    return Json.bytes(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + ids.incrementAndGet()
            + ",\"method\":"
            + Json.quote(question.method())
            + ",\"params\":"
            + question.params().apply(level)
            + "}");
  }

  private static ChainRefusedException refusal(String method, Json error) {
    var data = error.get("data");
    var err = data.isObject() ? data.get("err") : Json.NOTHING;
    return new ChainRefusedException(
        method,
        (int) error.get("code").number(),
        error.get("message").isNull() ? "" : error.get("message").string(),
        err.isNull() ? "" : err.text(),
        data.isNull() ? "" : data.text());
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    // The other form, a date, is not worth a parser: the usual rest does as well.
    return response
        .headers()
        .firstValue("retry-after")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }

  /** The whole answer within the patience: the client's own time limit ends with the headers. */
  private HttpResponse<byte[]> post(String method, byte[] question)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(question))
            .build();
    var exchange =
        http.sendAsync(
            request,
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.limits().of(method)));
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
}

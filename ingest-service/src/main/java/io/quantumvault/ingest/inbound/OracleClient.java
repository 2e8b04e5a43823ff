package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.alert.Json;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.OracleAccount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads oracle accounts over Solana JSON-RPC. Nodes are tried in turn, beginning with the one that
 * answered last; each call is bounded in time and size.
 */
public final class OracleClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OracleClient.class);
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  private final List<URI> nodes;
  private final String program;
  private final List<MarketOracle> oracles;
  private final Duration within;
  private final Clock clock;
  private final MeterRegistry meters;
  private final HttpClient http;
  private final StrictJson json = new StrictJson(MAX_ANSWER_BYTES);
  private final String question;
  private int current;

  /** A client of these nodes. {@code program} must own every oracle. */
  public OracleClient(
      List<URI> nodes,
      String program,
      List<MarketOracle> oracles,
      Duration within,
      Clock clock,
      MeterRegistry meters) {
    this.nodes = List.copyOf(nodes);
    this.program = program;
    this.oracles = List.copyOf(oracles);
    this.within = within;
    this.clock = clock;
    this.meters = meters;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(within)
            .build();
    String keys =
        oracles.stream()
            .map(oracle -> new Json.Text(oracle.address()).text())
            .collect(Collectors.joining(","));
    this.question =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getMultipleAccounts\",\"params\":[["
            + keys
            + "],{\"encoding\":\"base64\",\"commitment\":\"confirmed\"}]}";
  }

  /** The prices that could be read; empty when no node gave an answer. */
  List<ObservedPrice> read() throws InterruptedException {
    for (int tried = 0; tried < nodes.size(); tried++) {
      try {
        return ask(nodes.get(current));
      } catch (IOException e) {
        failed(e);
        current = (current + 1) % nodes.size();
      }
    }
    return List.of();
  }

  private List<ObservedPrice> ask(URI node) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node)
            .timeout(within)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    HttpResponse<byte[]> response =
        http.send(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    if (!(json.read(response.body()) instanceof StrictJson.Result.Read(Json.Members answer)
        && answer.fields().get("result") instanceof Json.Members result
        && result.fields().get("value") instanceof Json.Items(List<Json> accounts)
        && accounts.size() == oracles.size())) {
      throw new IOException("not an answer to getMultipleAccounts");
    }
    Instant now = clock.instant();
    List<ObservedPrice> prices = new ArrayList<>();
    for (int i = 0; i < accounts.size(); i++) {
      MarketOracle oracle = oracles.get(i);
      switch (reading(accounts.get(i))) {
        case OracleAccount.Reading.Refused(String why) -> refused(oracle, why);
        case OracleAccount.Reading.Price price ->
            prices.add(
                new ObservedPrice(
                    oracle.market(),
                    oracle.address(),
                    price.price(),
                    price.confidence(),
                    price.postedSlot(),
                    now));
      }
    }
    return prices;
  }

  private OracleAccount.Reading reading(Json account) {
    if (!(account instanceof Json.Members(var fields))) {
      return new OracleAccount.Reading.Refused("missing");
    }
    if (!(fields.get("owner") instanceof Json.Text(String owner)) || !owner.equals(program)) {
      return new OracleAccount.Reading.Refused("owner");
    }
    if (!(fields.get("data") instanceof Json.Items(List<Json> data)
        && data.size() == 2
        && data.getFirst() instanceof Json.Text(String base64)
        && data.getLast() instanceof Json.Text(String encoding)
        && encoding.equals("base64"))) {
      return new OracleAccount.Reading.Refused("encoding");
    }
    try {
      return OracleAccount.decode(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return new OracleAccount.Reading.Refused("encoding");
    }
  }

  private void failed(IOException e) {
    meters.counter("quantumvault.ingest.rpc.failures").increment();
    // Paths of RPC addresses often hold an access key: only the host is named.
    LOG.atWarn()
        .setMessage("a node did not answer")
        .addKeyValue("host", nodes.get(current).getHost())
        .addKeyValue("cause", e.getClass().getSimpleName())
        .log();
  }

  private void refused(MarketOracle oracle, String why) {
    meters.counter("quantumvault.ingest.oracles.refused", "market", oracle.market()).increment();
    LOG.atWarn()
        .setMessage("an oracle account is not believed")
        .addKeyValue("market", oracle.market())
        .addKeyValue("why", why)
        .log();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

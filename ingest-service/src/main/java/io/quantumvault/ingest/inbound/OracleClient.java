package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.PriceReading;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.AnswerLimits;
import io.quantumvault.solana.rpc.ChainClock;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.JsonRpcChain;
import io.quantumvault.solana.rpc.RpcSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads oracles and markets over Solana JSON-RPC, from all endpoints at once. Each answer is
 * bounded in time and size; a slot that cannot be is no answer; an endpoint that errs rests.
 */
public final class OracleClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OracleClient.class);
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  /** How far behind two others an endpoint may be. */
  private static final Duration LAG = Duration.ofSeconds(3);

  private final OracleReader reader;
  private final MeterRegistry meters;
  private final InstantSource steady;
  private final JsonRpcChain chain;
  private final Endpoints endpoints;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A client of these nodes.
   *
   * @param program must own every account
   * @param within how long each node may take
   * @param steady a clock that does not jump
   */
  public OracleClient(
      List<URI> nodes,
      Address program,
      List<MarketOracle> markets,
      Duration within,
      InstantSource steady,
      MeterRegistry meters) {
    this.reader = new OracleReader(program, markets, meters);
    this.steady = steady;
    this.meters = meters;
    this.chain =
        JsonRpcChain.guarded(
            new RpcSettings(
                nodes,
                RpcSettings.First.THAT_ANSWERED,
                1,
                within,
                AnswerLimits.withAccounts(MAX_ANSWER_BYTES)),
            this::failed,
            steady,
            new ChainClock(steady));
    this.endpoints = new Endpoints(nodes.size(), place -> chain.nodes().get(place).restsUntil());
  }

  /** How many endpoints are configured. */
  int configured() {
    return chain.nodes().size();
  }

  /** How many slots an endpoint may be behind two others, as slots go at present. */
  long lagSlots() {
    return LAG.dividedBy(chain.slotTime());
  }

  /** What each endpoint says, by market; one that gave no answer is left out. */
  List<Map<String, PriceReading>> read() throws InterruptedException {
    List<Callable<Map<String, PriceReading>>> questions = new ArrayList<>();
    for (int place : endpoints.toAsk(steady.instant())) {
      questions.add(() -> reader.read(place, chain.accountsOf(place, reader.addresses())));
    }
    List<Map<String, PriceReading>> said = new ArrayList<>();
    for (Future<Map<String, PriceReading>> answer : threads.invokeAll(questions)) {
      try {
        said.add(answer.get());
      } catch (ExecutionException e) {
        // Each node's failure has been told of; anything else is a fault of this program.
        if (!(e.getCause() instanceof ChainException)) {
          throw new IllegalStateException("reading an answer failed", e.getCause());
        }
      }
    }
    return said;
  }

  /** Leaves endpoints that lag alone for a while. */
  void rest(Set<Integer> lagging) {
    for (int place : lagging) {
      meters.counter("quantumvault.ingest.rpc.lagging").increment();
      LOG.atWarn()
          .setMessage("a node lags behind the others")
          .addKeyValue("node", chain.nodes().get(place).name())
          .log();
    }
    endpoints.lag(lagging, steady.instant());
  }

  private void failed(URI node, Exception cause) {
    meters.counter("quantumvault.ingest.rpc.failures").increment();
    // Paths of RPC addresses often hold an access key: only the host is named.
    LOG.atWarn()
        .setMessage("a node did not answer")
        .addKeyValue("host", node.getHost())
        .addKeyValue("cause", cause.getClass().getSimpleName())
        .log();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    chain.close();
  }
}

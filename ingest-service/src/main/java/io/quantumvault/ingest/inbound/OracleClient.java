package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.OracleAccount;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.AnswerLimits;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.JsonRpcChain;
import io.quantumvault.solana.rpc.RpcSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads oracle accounts over Solana JSON-RPC. Nodes are tried in turn, beginning with the one that
 * answered last; each call is bounded in time and size.
 */
public final class OracleClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OracleClient.class);
  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  private final Address program;
  private final List<MarketOracle> oracles;
  private final List<Address> addresses;
  private final Clock clock;
  private final MeterRegistry meters;
  private final JsonRpcChain chain;

  /** A client of these nodes. {@code program} must own every oracle. */
  public OracleClient(
      List<URI> nodes,
      Address program,
      List<MarketOracle> oracles,
      Duration within,
      Clock clock,
      MeterRegistry meters) {
    this.program = program;
    this.oracles = List.copyOf(oracles);
    this.addresses = oracles.stream().map(oracle -> Address.of(oracle.address())).toList();
    this.clock = clock;
    this.meters = meters;
    this.chain =
        new JsonRpcChain(
            new RpcSettings(
                nodes,
                RpcSettings.First.THAT_ANSWERED,
                1,
                within,
                AnswerLimits.withAccounts(MAX_ANSWER_BYTES)),
            this::failed);
  }

  /** The prices that could be read; empty when no node gave an answer. */
  List<ObservedPrice> read() {
    List<Optional<AccountData>> accounts;
    try {
      accounts = chain.accounts(addresses, 0).accounts();
    } catch (ChainException e) {
      // Each node's failure has been told of.
      return List.of();
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

  private OracleAccount.Reading reading(Optional<AccountData> account) {
    if (account.isEmpty()) {
      return new OracleAccount.Reading.Refused("missing");
    }
    return account.get().owner().equals(program)
        ? OracleAccount.decode(account.get().data())
        : new OracleAccount.Reading.Refused("owner");
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
    chain.close();
  }
}

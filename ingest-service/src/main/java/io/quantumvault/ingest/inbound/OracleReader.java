package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.price.MarketAccount;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.OracleAccount;
import io.quantumvault.ingest.price.PriceReading;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.Chain.Accounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one endpoint answered; a market that is not exactly as expected has no price. */
final class OracleReader {
  private static final Logger LOG = LoggerFactory.getLogger(OracleReader.class);

  private final Address program;
  private final List<MarketOracle> markets;
  private final MeterRegistry meters;

  OracleReader(Address program, List<MarketOracle> markets, MeterRegistry meters) {
    this.program = program;
    this.markets = List.copyOf(markets);
    this.meters = meters;
  }

  /** What is asked for, in the order in which it is read: each market's oracle and account. */
  List<Address> addresses() {
    return markets.stream()
        .<Address>mapMulti((market, to) -> {
          to.accept(market.oracle());
          to.accept(market.account());
        })
        .toList();
  }

  /** The readings by market. */
  Map<String, PriceReading> read(int endpoint, Accounts answer) {
    Map<String, PriceReading> readings = new HashMap<>();
    for (int i = 0; i < markets.size(); i++) {
      MarketOracle market = markets.get(i);
      switch (oracle(answer.accounts().get(2 * i), answer.slot())) {
        case OracleAccount.Reading.Refused(String why) -> refused(market, why);
        case OracleAccount.Reading.Price price -> {
          switch (market(answer.accounts().get(2 * i + 1), market)) {
            case MarketAccount.Reading.Refused(String why) -> refused(market, why);
            case MarketAccount.Reading.Listed listed ->
                readings.put(
                    market.market(),
                    new PriceReading(
                        endpoint,
                        price.price(),
                        price.confidence(),
                        price.publishedAt(),
                        price.postedSlot(),
                        answer.slot(),
                        listed.terms()));
          }
        }
      }
    }
    return readings;
  }

  private OracleAccount.Reading oracle(Optional<AccountData> account, long readSlot) {
    if (account.isEmpty()) {
      return new OracleAccount.Reading.Refused("missing");
    }
    if (!account.get().owner().equals(program)) {
      return new OracleAccount.Reading.Refused("owner");
    }
    OracleAccount.Reading reading = OracleAccount.decode(account.get().data());
    return reading instanceof OracleAccount.Reading.Price price && price.postedSlot() > readSlot
        ? new OracleAccount.Reading.Refused("posted after it was read")
        : reading;
  }

  private MarketAccount.Reading market(Optional<AccountData> account, MarketOracle market) {
    if (account.isEmpty()) {
      return new MarketAccount.Reading.Refused("market missing");
    }
    return account.get().owner().equals(program)
        ? MarketAccount.decode(account.get().data(), market)
        : new MarketAccount.Reading.Refused("market owner");
  }

  private void refused(MarketOracle market, String why) {
    meters.counter("quantumvault.ingest.oracles.refused", "market", market.market()).increment();
    LOG.atWarn()
        .setMessage("an oracle account is not believed")
        .addKeyValue("market", market.market())
        .addKeyValue("why", why)
        .log();
  }
}

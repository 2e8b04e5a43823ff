package io.quantumvault.ingest;

import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.route.Network;
import io.quantumvault.kit.settings.Settings;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.ingest.*}.
 *
 * @param trustedProxies networks whose {@code X-Forwarded-For} is believed
 * @param bodyWithin how long a body may take to arrive
 * @param signatureWithin how long opening a signed webhook's secrets may take; with {@code
 *     bodyWithin} it must leave time for the broker
 * @param answerWithin when a request is answered at the latest; TradingView waits 3 s
 * @param inFlight requests handled at once
 * @param inFlightPerClient of them for one IPv4 address or one /64 of IPv6
 * @param inFlightPerWebhook of them for one webhook
 */
@ConfigurationProperties("quantumvault.ingest")
public record IngestSettings(
    @DefaultValue TradingView tradingView,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue Rate rate,
    @DefaultValue Prices prices,
    @DefaultValue TestAlerts testAlerts,
    @DefaultValue List<Market> markets,
    @DefaultValue("1s") Duration bodyWithin,
    @DefaultValue("1s") Duration signatureWithin,
    @DefaultValue("2300ms") Duration answerWithin,
    @DefaultValue("512") int inFlight,
    @DefaultValue("128") int inFlightPerClient,
    @DefaultValue("64") int inFlightPerWebhook) {
  static final Duration LONGEST_ANSWER = Duration.ofMillis(2400);

  public IngestSettings {
    trustedProxies = List.copyOf(trustedProxies);
    markets = List.copyOf(markets);
    networks(trustedProxies, "quantumvault.ingest.trusted-proxies");
    Settings.check(!markets.isEmpty(), "ingest.markets is empty");
    Settings.check(inFlight > 0, "ingest.in-flight must be above zero");
    Settings.check(
        inFlightPerClient > 0
            && inFlightPerWebhook > 0
            && Math.max(inFlightPerClient, inFlightPerWebhook) <= inFlight,
        "ingest.in-flight-per-client and -per-webhook must be above zero and at most in-flight");
    Settings.check(
        signatureWithin.isPositive()
            && answerWithin.compareTo(LONGEST_ANSWER) <= 0
            && bodyWithin.plus(signatureWithin).compareTo(answerWithin) < 0,
        "ingest.body-within + signature-within < answer-within <= 2400ms does not hold");
  }

  /** Which accounts tell of each market. */
  List<MarketOracle> oracles(DriftAddresses addresses) {
    return markets.stream()
        .map(market ->
            new MarketOracle(
                market.symbol(),
                addresses.pythLazerOracle(market.feedId()),
                addresses.perpMarket(market.number()),
                market.number()))
        .toList();
  }

  /**
   * Webhooks of the TradingView kind.
   *
   * @param networks from where they may be used, unless a webhook says otherwise
   */
  public record TradingView(@DefaultValue List<String> networks) {
    public TradingView {
      networks = List.copyOf(networks);
      IngestSettings.networks(networks, "quantumvault.ingest.trading-view.networks");
    }
  }

  /**
   * Uses of one webhook, where the webhook names no limits of its own, and the most it may name.
   */
  public record Rate(
      @DefaultValue("60") int perMinute,
      @DefaultValue("600") int perHour,
      @DefaultValue("1200") int mostPerMinute,
      @DefaultValue("20000") int mostPerHour) {
    public Rate {
      Settings.check(
          perMinute > 0 && perHour > 0 && mostPerMinute >= perMinute && mostPerHour >= perHour,
          "ingest.rate must be above zero and the most not below the default");
    }
  }

  /**
   * Where the control plane sends alerts that are only to be decided; not a door for the world.
   *
   * @param port 0 for any free one, which the log tells
   * @param tokenFile holds the token that the control plane shows; without it there is no such door
   */
  public record TestAlerts(
      @DefaultValue("127.0.0.1") String address,
      @DefaultValue("0") int port,
      @Nullable Path tokenFile) {
    public TestAlerts {
      Settings.check(
          port >= 0 && port <= 65_535,
          "ingest.test-alerts.port is no port: 1 to 65535, or 0 for any free one");
    }
  }

  /**
   * The price feed.
   *
   * @param every how often it looks
   * @param within how long a node may take
   * @param maxPriceDisagreementBps how far two nodes' prices may be apart, in 1/10000
   * @param frozenAfter how long an oracle's publish time may stand still
   */
  public record Prices(
      @DefaultValue("1s") Duration every,
      @DefaultValue("1500ms") Duration within,
      @DefaultValue("50") int maxPriceDisagreementBps,
      @DefaultValue("10s") Duration frozenAfter) {
    private static final Duration LONGEST_FROZEN = Duration.ofMinutes(1);

    public Prices {
      Settings.check(
          every.toMillis() >= 50 && within.toMillis() >= 50,
          "ingest.prices.every and within must be at least 50ms");
      Settings.check(
          maxPriceDisagreementBps >= 1 && maxPriceDisagreementBps <= 1000,
          "ingest.prices.max-price-disagreement-bps must be 1 to 1000");
      Settings.check(
          frozenAfter.compareTo(every) > 0 && frozenAfter.compareTo(LONGEST_FROZEN) <= 0,
          "ingest.prices.every < frozen-after <= 1m does not hold");
    }
  }

  /**
   * A market.
   *
   * @param symbol such as SOL-PERP
   * @param feedId the Pyth Lazer feed of its oracle
   * @param index the venue's number of the market
   * @param tickers chart tickers that mean it, besides base and USD, USDT, USDC
   */
  public record Market(
      String symbol, int feedId, @Nullable Integer index, @DefaultValue List<String> tickers) {
    public Market {
      Settings.require(symbol, "ingest.markets[].symbol");
      Settings.check(feedId > 0, "ingest.markets[].feed-id must be above zero");
      Settings.check(
          index != null && index >= 0 && index <= 65_535,
          "ingest.markets[].index, the venue's number of the market, must be 0 to 65535");
      tickers = List.copyOf(tickers);
    }

    int number() {
      return Objects.requireNonNull(index);
    }
  }

  static List<Network> networks(List<String> texts, String setting) {
    try {
      return texts.stream().map(Network::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + " holds something that is no network", e);
    }
  }
}

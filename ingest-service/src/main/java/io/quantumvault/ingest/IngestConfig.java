package io.quantumvault.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.MarketTable;
import io.quantumvault.ingest.alert.RateLimiter;
import io.quantumvault.ingest.alert.RejectionSink;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.inbound.NoSigningKeys;
import io.quantumvault.ingest.inbound.OracleClient;
import io.quantumvault.ingest.inbound.PricePoller;
import io.quantumvault.ingest.inbound.RouteListener;
import io.quantumvault.ingest.inbound.RouteReader;
import io.quantumvault.ingest.inbound.SignatureCheck;
import io.quantumvault.ingest.inbound.SourceCheck;
import io.quantumvault.ingest.inbound.StandardWebhooks;
import io.quantumvault.ingest.inbound.StatusController;
import io.quantumvault.ingest.inbound.WebhookController;
import io.quantumvault.ingest.inbound.WebhookServer;
import io.quantumvault.ingest.outbound.PricePublisher;
import io.quantumvault.ingest.outbound.RecordSender;
import io.quantumvault.ingest.outbound.RejectionPublisher;
import io.quantumvault.ingest.outbound.SignalPublisher;
import io.quantumvault.ingest.outbound.WarmUp;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.PriceSink;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.SourceAddress;
import io.quantumvault.keys.kms.choice.KeyManagements;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.time.Clock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

/** Wires the service by hand: nothing is scanned or guessed from the class path. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  KafkaSettings.class,
  HttpSettings.class,
  KeySettings.class,
  ChainSettings.class,
  IngestSettings.class
})
class IngestConfig {
  private static final Logger LOG = LoggerFactory.getLogger(IngestConfig.class);
  private static final int CLOSE_SECONDS = 3;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  PrometheusMeterRegistry meters() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  @Bean
  ProducerFactory<String, byte[]> producers(KafkaSettings kafka) {
    DefaultKafkaProducerFactory<String, byte[]> producers =
        new DefaultKafkaProducerFactory<>(kafka.producer());
    producers.setPhysicalCloseTimeout(CLOSE_SECONDS);
    return producers;
  }

  @Bean
  RecordSender recordSender(ProducerFactory<String, byte[]> producers) {
    KafkaTemplate<String, byte[]> kafka = new KafkaTemplate<>(producers);
    // The default one writes a stack trace for each failure; the senders say what it means instead.
    kafka.setProducerListener(new ProducerListener<>() {});
    return new RecordSender(kafka);
  }

  @Bean
  WarmUp warmUp(RecordSender sender) {
    return new WarmUp(sender);
  }

  @Bean
  SignalSink signalSink(RecordSender sender) {
    return new SignalPublisher(sender);
  }

  @Bean
  RejectionSink rejectionSink(RecordSender sender) {
    return new RejectionPublisher(sender);
  }

  @Bean
  PriceSink priceSink(RecordSender sender) {
    return new PricePublisher(sender);
  }

  @Bean
  RouteTable routeTable() {
    return new RouteTable();
  }

  @Bean
  RouteListener routeListener(
      KafkaSettings kafka, IngestSettings ingest, RouteTable table, MeterRegistry meters) {
    IngestSettings.Rate rate = ingest.rate();
    RouteReader reader =
        new RouteReader(
            new RouteReader.Defaults(
                rate.perMinute(), rate.perHour(), rate.mostPerMinute(), rate.mostPerHour()));
    return new RouteListener(() -> new KafkaConsumer<>(kafka.consumer()), reader, table, meters);
  }

  /** Made before any key is opened: whoever opens one takes this as a parameter. */
  @Bean
  KeyMemory keyMemory(Environment environment) {
    KeyMemory memory =
        KeyMemory.start(
            environment.getProperty(
                "quantumvault.key-memory.fallback-suffices", Boolean.class, false));
    LOG.atInfo()
        .addKeyValue("pages", memory.pagesText())
        .addKeyValue("calls", memory.callsText())
        .log("Key memory is ready");
    return memory;
  }

  @Bean
  KmsMetrics kmsMetrics(MeterRegistry meters) {
    KmsMetrics metrics = new KmsMetrics();
    new KeyMeters(metrics).bindTo(meters);
    return metrics;
  }

  /** Which key management, and what it needs, is said under {@code quantumvault.kms.*}. */
  @Bean
  SignatureCheck signatureCheck(
      KeySettings keys, Environment environment, KeyMemory memory, KmsMetrics metrics) {
    return keys.dir() == null
        ? new NoSigningKeys()
        : new StandardWebhooks(
            KeyManagements.open(
                KmsSettings.of(
                    name -> environment.getProperty("quantumvault.kms." + name), keys.dir()),
                metrics));
  }

  @Bean
  WebhookController webhookController(
      RouteTable routes,
      IngestSettings ingest,
      SignatureCheck signatureCheck,
      SignalSink signals,
      RejectionSink rejections,
      MeterRegistry meters,
      Clock clock) {
    MarketTable markets =
        new MarketTable(
            ingest.markets().stream()
                .collect(
                    Collectors.toMap(
                        IngestSettings.Market::symbol, IngestSettings.Market::tickers)));
    return new WebhookController(
        routes,
        new SourceCheck(
            new SourceAddress(
                IngestSettings.networks(
                    ingest.trustedProxies(), "quantumvault.ingest.trusted-proxies")),
            IngestSettings.networks(
                ingest.tradingView().networks(), "quantumvault.ingest.trading-view.networks")),
        new RateLimiter(System::nanoTime),
        signatureCheck,
        new AlertParser(markets),
        signals,
        rejections,
        meters,
        clock,
        new WebhookController.Limits(
            ingest.bodyWithin(), ingest.answerWithin(), ingest.inFlight()));
  }

  @Bean
  StatusController statusController(
      RouteTable routes, RouteListener listener, WarmUp warmUp, PrometheusMeterRegistry meters) {
    return new StatusController(routes, () -> warmUp.done() && listener.kafkaReachable(), meters);
  }

  @Bean
  WebhookServer webhookServer(
      HttpSettings http, WebhookController webhooks, StatusController status) {
    return new WebhookServer(http.address(), http.port(), webhooks, status);
  }

  @Bean
  PricePoller pricePoller(
      ChainSettings chain,
      IngestSettings ingest,
      PriceSink sink,
      MeterRegistry meters,
      Clock clock) {
    Address program = Address.of(chain.venueProgram());
    DriftAddresses addresses = new DriftAddresses(program);
    OracleClient client =
        new OracleClient(
            chain.rpcUrls(),
            program,
            ingest.markets().stream()
                .map(m ->
                    new MarketOracle(m.symbol(), addresses.pythLazerOracle(m.feedId()).toString()))
                .toList(),
            ingest.prices().within(),
            clock,
            meters);
    return new PricePoller(client, sink, ingest.prices().every(), meters);
  }
}

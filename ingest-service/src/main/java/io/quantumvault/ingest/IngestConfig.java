package io.quantumvault.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.MarketTable;
import io.quantumvault.ingest.alert.RefusalTally;
import io.quantumvault.ingest.alert.RejectionSink;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.inbound.NoSigningKeys;
import io.quantumvault.ingest.inbound.OracleClient;
import io.quantumvault.ingest.inbound.PricePoller;
import io.quantumvault.ingest.inbound.PublishedPrices;
import io.quantumvault.ingest.inbound.Rates;
import io.quantumvault.ingest.inbound.RouteListener;
import io.quantumvault.ingest.inbound.RouteReader;
import io.quantumvault.ingest.inbound.SignatureCheck;
import io.quantumvault.ingest.inbound.SourceCheck;
import io.quantumvault.ingest.inbound.StandardWebhooks;
import io.quantumvault.ingest.inbound.StatusController;
import io.quantumvault.ingest.inbound.StrangerLog;
import io.quantumvault.ingest.inbound.TestAlertController;
import io.quantumvault.ingest.inbound.TestAlertServer;
import io.quantumvault.ingest.inbound.WebhookController;
import io.quantumvault.ingest.inbound.WebhookServer;
import io.quantumvault.ingest.outbound.PricePublisher;
import io.quantumvault.ingest.outbound.RecordSender;
import io.quantumvault.ingest.outbound.RefusalFlush;
import io.quantumvault.ingest.outbound.RejectionPublisher;
import io.quantumvault.ingest.outbound.SignalPublisher;
import io.quantumvault.ingest.outbound.WarmUp;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.PriceSink;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.SourceAddress;
import io.quantumvault.kit.keys.KeyManagementChoice;
import io.quantumvault.kit.keys.KeyManagementConfig;
import io.quantumvault.kit.keys.KeyMemoryConfig;
import io.quantumvault.kit.management.ManagementConfig;
import io.quantumvault.kit.management.MetricsPage;
import io.quantumvault.kit.management.MicrometerPage;
import io.quantumvault.kit.password.InternalToken;
import io.quantumvault.kit.password.PasswordFile;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.SteadyClock;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

/** Wires the service by hand: nothing is scanned or guessed from the class path. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  KafkaSettings.class,
  HttpSettings.class,
  WebhookKeySettings.class,
  ChainSettings.class,
  IngestSettings.class
})
@Import({ManagementConfig.class, KeyMemoryConfig.class, KeyManagementConfig.class})
class IngestConfig {
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
  MetricsPage ingestMetrics(PrometheusMeterRegistry meters) {
    return new MicrometerPage(meters);
  }

  @Bean
  KafkaConnections connections(KafkaSettings kafka) {
    return new KafkaConnections(kafka);
  }

  @Bean
  ProducerFactory<String, byte[]> producers(KafkaConnections kafka) {
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
  RefusalTally refusalTally() {
    return new RefusalTally(System::nanoTime);
  }

  @Bean
  RefusalFlush refusalFlush(RefusalTally tally, RejectionSink sink) {
    return new RefusalFlush(tally, sink);
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
      KafkaConnections kafka, IngestSettings ingest, RouteTable table, MeterRegistry meters) {
    IngestSettings.Rate rate = ingest.rate();
    RouteReader reader =
        new RouteReader(
            new RouteReader.Defaults(
                rate.perMinute(), rate.perHour(), rate.mostPerMinute(), rate.mostPerHour()));
    return new RouteListener(() -> new KafkaConsumer<>(kafka.consumer()), reader, table, meters);
  }

  @Bean
  SignatureCheck signatureCheck(
      WebhookKeySettings keys, KeyManagementChoice choice, IngestSettings ingest) {
    return keys.dir() == null
        ? new NoSigningKeys()
        : new StandardWebhooks(choice.open(keys.dir()), ingest.signatureWithin());
  }

  @Bean
  SourceAddress sourceAddress(IngestSettings ingest) {
    return new SourceAddress(
        IngestSettings.networks(ingest.trustedProxies(), "quantumvault.ingest.trusted-proxies"));
  }

  @Bean
  WebhookController webhookController(
      RouteTable routes,
      IngestSettings ingest,
      SourceAddress sourceAddress,
      SignatureCheck signatureCheck,
      SignalSink signals,
      RejectionSink rejections,
      RefusalTally tally,
      MeterRegistry meters,
      Clock clock) {
    return new WebhookController(
        routes,
        new SourceCheck(
            sourceAddress,
            IngestSettings.networks(
                ingest.tradingView().networks(), "quantumvault.ingest.trading-view.networks")),
        new Rates(System::nanoTime),
        signatureCheck,
        parser(ingest),
        new WebhookController.Sinks(signals, rejections, tally),
        new StrangerLog(System::nanoTime),
        meters,
        clock,
        new WebhookController.Limits(
            ingest.bodyWithin(),
            ingest.answerWithin(),
            new WebhookController.Room(
                ingest.inFlight(), ingest.inFlightPerClient(), ingest.inFlightPerWebhook())));
  }

  private static AlertParser parser(IngestSettings ingest) {
    return new AlertParser(
        new MarketTable(
            ingest.markets().stream()
                .collect(
                    Collectors.toMap(
                        IngestSettings.Market::symbol, IngestSettings.Market::tickers))));
  }

  /** Shut where there is no token: nobody could show it. */
  @Bean
  TestAlertServer testAlertServer(
      IngestSettings ingest, SignalSink signals, MeterRegistry meters, Clock clock) {
    IngestSettings.TestAlerts door = ingest.testAlerts();
    Path file = door.tokenFile();
    if (file == null) {
      return TestAlertServer.shut();
    }
    InternalToken token = new InternalToken(new PasswordFile(file));
    token.check();
    return new TestAlertServer(
        door.address(),
        door.port(),
        new TestAlertController(
            token,
            parser(ingest),
            signals,
            System::nanoTime,
            meters,
            clock,
            new TestAlertController.Limits(ingest.bodyWithin(), ingest.answerWithin())));
  }

  @Bean
  IngestHealth ingestHealth(RouteTable routes, WarmUp warmUp, RouteListener listener) {
    return new IngestHealth(routes, warmUp::done, listener::kafkaReachable);
  }

  @Bean
  StatusController statusController(IngestHealth health) {
    return new StatusController(() -> health.hindrances().isEmpty());
  }

  @Bean
  WebhookServer webhookServer(
      HttpSettings http,
      WebhookController webhooks,
      StatusController status,
      SourceAddress sourceAddress,
      MeterRegistry meters) {
    int connections = FileDescriptors.ofThisProcess().connections(http.connections());
    return new WebhookServer(
        http.address(),
        http.port(),
        webhooks,
        status,
        new WebhookServer.Limits(
            connections,
            // Of fewer connections a client's share is as much smaller.
            Math.max(
                1, (int) ((long) http.connectionsPerClient() * connections / http.connections())),
            sourceAddress::trusts,
            http.idleWithin(),
            http.headerWithin(),
            http.finishWithin()),
        meters);
  }

  @Bean
  PricePoller pricePoller(
      ChainSettings chain,
      IngestSettings ingest,
      KafkaConnections kafka,
      PriceSink sink,
      MeterRegistry meters,
      Clock clock) {
    Address program = Address.of(chain.venueProgram());
    List<MarketOracle> markets = ingest.oracles(new DriftAddresses(program));
    IngestSettings.Prices prices = ingest.prices();
    return new PricePoller(
        new OracleClient(
            chain.rpcUrls(), program, markets, prices.within(), new SteadyClock(), meters),
        markets,
        new PublishedPrices(() -> new KafkaConsumer<>(kafka.consumer())),
        sink,
        new PricePoller.Rules(
            prices.every(), prices.maxPriceDisagreementBps(), prices.frozenAfter()),
        clock,
        meters);
  }
}

package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.MarketTable;
import io.quantumvault.ingest.route.Network;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.SourceAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Builds servers of tests: all of 127.0.0.0/8 may send, its proxies and limits are the test's. */
final class Gatehouse {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:01Z");

  /** No test waits so long. */
  static final Duration LONG = Duration.ofMinutes(5);

  private final RouteTable routes;
  private final Sinks sinks;
  private final MeterRegistry meters;
  private SourceAddress sources = new SourceAddress(List.of(Network.parse("127.0.0.1")));
  private WebhookController.Limits limits =
      new WebhookController.Limits(LONG, LONG, new WebhookController.Room(64, 64, 64));
  private int connections = 1024;
  private int perClient = 1024;
  private Duration idleWithin = LONG;
  private Duration headerWithin = LONG;
  private Duration finishWithin = LONG;

  Gatehouse(RouteTable routes, Sinks sinks, MeterRegistry meters) {
    this.routes = routes;
    this.sinks = sinks;
    this.meters = meters;
  }

  Gatehouse proxies(String... networks) {
    sources = new SourceAddress(List.of(networks).stream().map(Network::parse).toList());
    return this;
  }

  Gatehouse limits(WebhookController.Limits limits) {
    this.limits = limits;
    return this;
  }

  Gatehouse connections(int all, int perClient) {
    this.connections = all;
    this.perClient = perClient;
    return this;
  }

  Gatehouse idleWithin(Duration within) {
    idleWithin = within;
    return this;
  }

  Gatehouse headerWithin(Duration within) {
    headerWithin = within;
    return this;
  }

  Gatehouse finishWithin(Duration within) {
    finishWithin = within;
    return this;
  }

  WebhookServer server(BooleanSupplier ready) {
    return new WebhookServer(
        "127.0.0.1",
        0,
        new WebhookController(
            routes,
            new SourceCheck(sources, List.of(Network.parse("127.0.0.0/8"))),
            new Rates(() -> 0),
            new NoSigningKeys(),
            new AlertParser(new MarketTable(Map.of("SOL-PERP", List.of()))),
            sinks.on(() -> 0),
            new StrangerLog(() -> 0),
            meters,
            Clock.fixed(NOW, ZoneOffset.UTC),
            limits),
        new StatusController(ready),
        new WebhookServer.Limits(
            connections, perClient, sources::trusts, idleWithin, headerWithin, finishWithin),
        meters);
  }
}

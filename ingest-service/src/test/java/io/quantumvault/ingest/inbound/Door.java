package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.MarketTable;
import io.quantumvault.ingest.route.Network;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.SourceAddress;
import io.quantumvault.ingest.route.TokenHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The door without its server: requests go in, answers come out, time is the test's. */
final class Door extends Clock {
  static final String TOKEN = "Zm9yIHRoZSB0ZXN0LCAzMiBieXRlcyBvZiB0b2tlbiE";
  static final MarketTable MARKETS =
      new MarketTable(Map.of("SOL-PERP", List.of(), "BTC-PERP", List.of(), "ETH-PERP", List.of()));

  final Sinks sinks = new Sinks();
  final WebhookController.Sinks behind;
  private final RouteTable routes = new RouteTable();
  private final WebhookController controller;
  private final Instant start;
  private long nanos;

  Door(Instant start, Route route) {
    this(start, route, new NoSigningKeys());
  }

  Door(Instant start, Route route, SignatureCheck signatures) {
    this.start = start;
    this.behind = sinks.on(() -> nanos);
    routes.fill(Map.of(TokenHash.of(TOKEN), route));
    controller =
        new WebhookController(
            routes,
            new SourceCheck(new SourceAddress(List.of()), List.of(Network.parse("127.0.0.1/32"))),
            new Rates(() -> nanos),
            signatures,
            new AlertParser(MARKETS),
            behind,
            new StrangerLog(() -> nanos),
            new SimpleMeterRegistry(),
            this,
            new WebhookController.Limits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                new WebhookController.Room(4, 4, 4)));
  }

  Answer send(String body) {
    return send(Visitor.of(TOKEN, body));
  }

  Answer send(IncomingRequest request) {
    return controller.handle(request);
  }

  void later(Duration by) {
    nanos += by.toNanos();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}

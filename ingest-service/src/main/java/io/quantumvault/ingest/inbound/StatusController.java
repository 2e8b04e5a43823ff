package io.quantumvault.ingest.inbound;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quantumvault.ingest.route.RouteTable;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /health/live}, {@code GET /health/ready}, and {@code GET /metrics} for who asks from
 * this machine directly.
 */
public final class StatusController {
  private final RouteTable routes;
  private final BooleanSupplier kafkaReachable;
  private final PrometheusMeterRegistry meters;

  /** A controller; it starts nothing. */
  public StatusController(
      RouteTable routes, BooleanSupplier kafkaReachable, PrometheusMeterRegistry meters) {
    this.routes = routes;
    this.kafkaReachable = kafkaReachable;
    this.meters = meters;
  }

  Answer handle(IncomingRequest request) {
    if (!request.method().equals("GET")) {
      return Problem.NOT_FOUND.answer();
    }
    return switch (request.path()) {
      case "/health/live" -> Answer.json(200, "{\"status\":\"UP\"}");
      case "/health/ready" -> ready();
      case "/metrics" -> metrics(request);
      default -> Problem.NOT_FOUND.answer();
    };
  }

  private Answer ready() {
    boolean warm = routes.warm();
    boolean kafka = kafkaReachable.getAsBoolean();
    boolean ready = warm && kafka;
    return Answer.json(
        ready ? 200 : 503,
        "{\"status\":\"%s\",\"routesWarm\":%s,\"kafkaReachable\":%s}"
            .formatted(ready ? "UP" : "DOWN", warm, kafka));
  }

  /** A proxy on the same machine is no operator: what it forwards is not answered. */
  private Answer metrics(IncomingRequest request) {
    if (!request.peer().isLoopbackAddress()
        || !request.headers("X-Forwarded-For").isEmpty()
        || !request.headers("Forwarded").isEmpty()) {
      return Problem.NOT_FOUND.answer();
    }
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape(), Map.of());
  }
}

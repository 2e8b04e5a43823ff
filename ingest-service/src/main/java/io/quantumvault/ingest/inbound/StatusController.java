package io.quantumvault.ingest.inbound;

import java.util.function.BooleanSupplier;

/**
 * {@code GET /health/live} and {@code GET /health/ready} for a load balancer in front of the
 * webhooks: whether, and never why. Reasons and metrics are told at the management port.
 */
public final class StatusController {
  private final BooleanSupplier ready;

  /** A controller; it starts nothing. */
  public StatusController(BooleanSupplier ready) {
    this.ready = ready;
  }

  Answer handle(IncomingRequest request) {
    if (!request.method().equals("GET")) {
      return Problem.NOT_FOUND.answer();
    }
    return switch (request.path()) {
      case "/health/live" -> status(true);
      case "/health/ready" -> status(ready.getAsBoolean());
      default -> Problem.NOT_FOUND.answer();
    };
  }

  private static Answer status(boolean up) {
    return Answer.json(up ? 200 : 503, "{\"status\":\"%s\"}".formatted(up ? "UP" : "DOWN"));
  }
}

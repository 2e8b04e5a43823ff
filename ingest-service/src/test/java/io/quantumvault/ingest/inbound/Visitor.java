package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A request of a test, from one address. */
record Visitor(String token, byte[] bytes, String from) implements IncomingRequest {
  static Visitor of(String token, String body) {
    return new Visitor(token, body.getBytes(UTF_8), "127.0.0.1");
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return WebhookController.PATH + token;
  }

  @Override
  public InetAddress peer() {
    return InetAddress.ofLiteral(from);
  }

  @Override
  public List<String> headers(String name) {
    return name.equalsIgnoreCase("Content-Type") ? List.of("application/json") : List.of();
  }

  @Override
  public Body body(int maxBytes, Duration within) {
    return new Body.Complete(bytes);
  }
}

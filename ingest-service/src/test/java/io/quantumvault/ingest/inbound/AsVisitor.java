package io.quantumvault.ingest.inbound;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A request of a test that differs from an ordinary visitor's in what it overrides. */
interface AsVisitor extends IncomingRequest {
  Visitor visitor();

  @Override
  default String method() {
    return visitor().method();
  }

  @Override
  default String path() {
    return visitor().path();
  }

  @Override
  default InetAddress peer() {
    return visitor().peer();
  }

  @Override
  default List<String> headers(String name) {
    return visitor().headers(name);
  }

  @Override
  default Body body(int maxBytes, Duration within) {
    return visitor().body(maxBytes, within);
  }
}

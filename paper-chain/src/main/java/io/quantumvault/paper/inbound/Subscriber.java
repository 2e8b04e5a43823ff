package io.quantumvault.paper.inbound;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One connection and what it waits for. */
final class Subscriber {
  private final Consumer<String> wire;
  private final Map<Long, Subscription> waiting = new ConcurrentHashMap<>();
  private volatile boolean silent;

  Subscriber(Consumer<String> wire) {
    this.wire = wire;
  }

  Map<Long, Subscription> waiting() {
    return waiting;
  }

  /** From now on nothing comes out of it. */
  void silence() {
    silent = true;
  }

  boolean isSilent() {
    return silent;
  }

  void tell(String message) {
    if (!silent) {
      wire.accept(message);
    }
  }
}

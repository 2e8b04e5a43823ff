package io.quantumvault.ingest;

import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.kit.management.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Whether alerts can be taken now. */
final class IngestHealth implements Health {
  private final RouteTable routes;
  private final BooleanSupplier warmedUp;
  private final BooleanSupplier kafkaReachable;

  IngestHealth(RouteTable routes, BooleanSupplier warmedUp, BooleanSupplier kafkaReachable) {
    this.routes = routes;
    this.warmedUp = warmedUp;
    this.kafkaReachable = kafkaReachable;
  }

  @Override
  public List<String> hindrances() {
    var hindrances = new ArrayList<String>();
    if (!routes.warm()) {
      hindrances.add("the routes of webhooks are being read");
    }
    if (!warmedUp.getAsBoolean()) {
      hindrances.add("the first record has not been written yet");
    }
    if (!kafkaReachable.getAsBoolean()) {
      hindrances.add("Kafka is not reachable");
    }
    return hindrances;
  }
}

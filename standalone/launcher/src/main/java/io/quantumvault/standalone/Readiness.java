package io.quantumvault.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for services, but not for people. */
final class Readiness {
  private static final long LOOK_EVERY_MS = 100;

  private final List<Service> services;
  private final Progress progress;

  Readiness(List<Service> services, Progress progress) {
    this.services = List.copyOf(services);
    this.progress = progress;
  }

  List<Service.State> await(Duration patience) throws InterruptedException {
    long began = System.nanoTime();
    List<Service> waiting = new ArrayList<>(services);
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      waiting.removeIf(service -> ready(service, began));
      if (waiting.stream().allMatch(service -> service.state().waitsForPeople())
          || System.nanoTime() - began > patience.toNanos()) {
        return waiting.stream().map(Service::state).filter(state -> !state.ready()).toList();
      }
      var _ = never.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean ready(Service service, long began) {
    if (!service.state().ready()) {
      return false;
    }
    progress.done(service.name() + " ready", began);
    return true;
  }
}

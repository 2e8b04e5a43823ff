package io.quantumvault.acceptance.campaign;

import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.AlertSender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Alerts at a fixed pace, whatever became of the earlier ones, until it is ended. */
final class AlertStream {
  private static final String MARKET = "SOL-PERP";
  private static final String SIZE = "0.2";

  private final RunPlan plan;
  private final List<Subject> subjects;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final List<CompletableFuture<?>> answers = new ArrayList<>();
  private final AlertSender sender = new AlertSender();
  private final Thread thread;
  private volatile boolean ending;

  AlertStream(RunPlan plan, List<Subject> subjects) {
    this.plan = plan;
    this.subjects = List.copyOf(subjects);
    this.thread = Thread.ofVirtual().name("alerts").start(this::send);
  }

  private void send() {
    long start = System.nanoTime();
    for (int i = 0; !ending; i++) {
      long at = start + i * plan.alertEvery().toNanos();
      while (System.nanoTime() - at < 0 && !ending) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      if (ending) {
        return;
      }
      var subject = subjects.get(plan.bot(i) % subjects.size());
      var id = "run " + plan.seed() + " alert " + i;
      answers.add(
          sender
              .postAsync(subject.trader.hook(), body(id, plan.alert(i)))
              .handle((answer, failure) -> {
                // Whoever got no 202 knows nothing; only what was accepted is a promise.
                if (failure == null && answer.status() == 202) {
                  accepted.add(answer.signalId());
                }
                return true;
              }));
    }
  }

  /** The body of an alert of now. */
  static String body(String id, RunPlan.Alert alert) {
    return switch (alert) {
      case BUY -> Trader.body(id, MARKET, "buy", SIZE);
      case SELL -> Trader.body(id, MARKET, "sell", SIZE);
      case CLOSE ->
          "{\"id\":\"%s\",\"market\":\"%s\",\"action\":\"close\",\"time\":\"%s\"}"
              .formatted(id, MARKET, Instant.now());
    };
  }

  /** Sends no more and waits for the answers that are out. */
  Set<String> end() throws InterruptedException {
    ending = true;
    LockSupport.unpark(thread);
    thread.join();
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
    return accepted;
  }
}

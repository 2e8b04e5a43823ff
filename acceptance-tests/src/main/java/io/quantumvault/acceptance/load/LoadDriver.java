package io.quantumvault.acceptance.load;

import io.quantumvault.owner.AlertSender;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends alerts at a fixed rate and measures what became of them. Open loop: an alert leaves at its
 * planned time, and its latency counts from there, so that a slow system cannot slow its own
 * measurement down.
 */
public final class LoadDriver {
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);

  private final Endpoints endpoints;
  private final LoadPlan plan;
  private final AlertSender sender = new AlertSender();

  /** A driver for one run. */
  public LoadDriver(Endpoints endpoints, LoadPlan plan) {
    this.endpoints = endpoints;
    this.plan = plan;
  }

  /** Prepares the bots, warms up, measures, waits until every accepted alert has ended. */
  public LoadResult run() throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<Fleet.ReadyBot> bots = Fleet.prepare(endpoints, plan);
    double preparationSeconds = (System.nanoTime() - began) / 1e9;
    awaitRoutes(bots);
    untilEachHasTraded(bots);
    var meter = new ProcessMeter(endpoints.processes());
    try (var measured = new Measured(endpoints.operator())) {
      send(bots, plan.warmUp(), 0, measured, new Answers());
      Poll.until(LONGEST_DRAIN, "the warm-up's alerts to end", measured::allEnded);
    }
    var landed = new LandedTrades(endpoints.chain(), bots);
    try (var measured = new Measured(endpoints.operator())) {
      var cpuBefore = meter.cpuSeconds();
      var answers = new Answers();
      send(bots, plan.duration(), 1_000_000, measured, answers);
      drain(measured);
      var cpu = new TreeMap<>(meter.cpuSeconds());
      cpuBefore.forEach((name, seconds) -> cpu.merge(name, -seconds, Double::sum));
      return new LoadResult(
          plan,
          preparationSeconds,
          answers.accepted.get(),
          answers.refused.get(),
          measured.tally(landed.since()),
          answers.latencyMicros,
          measured.latency(KindCase.SIGNED),
          measured.latency(KindCase.CONFIRMED),
          cpu,
          meter.memoryMib());
    }
  }

  private static final class Answers {
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final Histogram latencyMicros = new ConcurrentHistogram(3);
  }

  // Alerts that never end are part of the result, not a reason to lose it.
  private static void drain(Measured measured) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
    Poll.until(
        LONGEST_DRAIN.plusSeconds(5),
        "the last alerts to end",
        () -> measured.allEnded() || System.nanoTime() - deadline > 0);
  }

  private void awaitRoutes(List<Fleet.ReadyBot> bots) throws IOException, InterruptedException {
    for (Fleet.ReadyBot bot : bots) {
      // An empty body is refused with 400 where the route is known, and is 404 until then.
      Poll.until(
          Duration.ofSeconds(60),
          "the routes",
          () -> sender.post(bot.hookUrl(), "{}").status() != 404);
    }
  }

  /**
   * One alert after the other for each bot until one trades: before the signer has read an account,
   * and the policy stage has heard of it, everything is refused.
   */
  private void untilEachHasTraded(List<Fleet.ReadyBot> bots)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
    var waiting = new ArrayList<>(bots);
    for (int id = 2_000_000; !waiting.isEmpty(); id++) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("bots that do not trade: " + waiting);
      }
      try (var measured = new Measured(endpoints.operator())) {
        var sent = new HashMap<Fleet.ReadyBot, String>();
        for (var bot : waiting) {
          var answer = sender.post(bot.hookUrl(), body(id, "buy"));
          if (answer.status() == 202) {
            measured.sent(answer.signalId(), System.currentTimeMillis());
            sent.put(bot, answer.signalId());
          }
        }
        Poll.until(LONGEST_DRAIN, "the first alerts to end", measured::allEnded);
        waiting.removeIf(bot -> measured.confirmed(sent.getOrDefault(bot, "")));
      }
    }
  }

  private static String body(int id, String action) {
    return "{\"id\":\"load-%d\",\"market\":\"SOL-PERP\",\"action\":\"%s\",\"size\":\"0.1\",\"type\":\"market\",\"time\":\"%s\"}"
        .formatted(id, action, Instant.ofEpochMilli(System.currentTimeMillis()));
  }

  private void send(
      List<Fleet.ReadyBot> bots, Duration duration, int firstId, Measured measured, Answers answers)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long startMs = System.currentTimeMillis();
    long alerts = plan.alertsPerSecond() * duration.toSeconds();
    for (int i = 0; i < alerts; i++) {
      long offsetNanos = i * 1_000_000_000L / plan.alertsPerSecond();
      waitUntil(start + offsetNanos);
      // Each bot in turn buys and sells the same small size, so that positions stay flat.
      String action = (i / bots.size()) % 2 == 0 ? "buy" : "sell";
      one(
          bots.get(i % bots.size()),
          firstId + i,
          action,
          start + offsetNanos,
          startMs + offsetNanos / 1_000_000,
          measured,
          answers);
    }
    Poll.until(Duration.ofSeconds(60), "the last answers", () -> answers.open.get() == 0);
  }

  private void one(
      Fleet.ReadyBot bot,
      int id,
      String action,
      long plannedNanos,
      long plannedMs,
      Measured measured,
      Answers answers) {
    answers.open.incrementAndGet();
    var _ =
        sender
            .postAsync(bot.hookUrl(), body(id, action))
            .whenComplete((answer, failure) -> {
              answers.latencyMicros.recordValue((System.nanoTime() - plannedNanos) / 1000);
              if (failure == null && answer.status() == 202) {
                answers.accepted.incrementAndGet();
                measured.sent(answer.signalId(), plannedMs);
              } else {
                answers.refused.incrementAndGet();
              }
              answers.open.decrementAndGet();
            });
  }

  private static void waitUntil(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }
}

package io.quantumvault.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.TradeRecords;
import io.quantumvault.owner.AlertSender;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs on one installation, one after the other: alerts come in while a node is at fault and
 * somebody acts; then all is healed, every accepted alert comes to its end, and the oracle judges
 * all there ever was.
 */
final class Campaign implements AutoCloseable {
  /** A fate is decided within 45 s, the signer may first have to start on a busy machine. */
  private static final Duration ALL_ENDED_WITHIN = Duration.ofMinutes(3);

  private static final Duration TRADES_AGAIN_WITHIN = Duration.ofMinutes(2);
  private static final Duration LOOKED_AT_AGAIN = Duration.ofSeconds(1);

  private final Installation system;
  private final TradeRecords records;
  private final List<Subject> all = new ArrayList<>();
  private final Set<String> accepted = new HashSet<>();
  private final List<Subject> trading = new ArrayList<>();

  Campaign(Installation system) throws IOException, InterruptedException {
    this.system = system;
    this.records = new TradeRecords(system.kafka("operator"));
  }

  /** What somebody does while alerts come in. */
  @FunctionalInterface
  interface Happening {
    void happens() throws IOException, InterruptedException;
  }

  /** Adds a bot of a new owner; one that was before is let be. */
  void adds(int maxPositionUsd, int maxOrdersPerDay) throws IOException, InterruptedException {
    var subject = Subject.ready(system, maxPositionUsd, maxOrdersPerDay);
    trading.add(subject);
    all.add(subject);
  }

  /** From now on nobody gets alerts who is not added anew. */
  void dismissAll() {
    trading.clear();
  }

  /** For each revoked bot there is another one. */
  void replaceRevoked() throws IOException, InterruptedException {
    for (var subject : List.copyOf(trading)) {
      if (subject.isRevoked()) {
        trading.remove(subject);
        adds(subject.maxPositionUsd.intValueExact(), subject.maxOrdersPerDay);
      }
    }
  }

  List<Subject> trading() {
    return trading;
  }

  /** One run, at whose end all is whole again. */
  void run(RunPlan plan, Happening act) throws Exception {
    print("%s%n", plan.told());
    long began = System.nanoTime();
    var alerts = new AlertStream(plan, trading);
    Set<String> mine;
    try {
      pass(plan.faultAfter());
      plan.fault().strike(system.chain());
      pass(plan.actAfter());
      act.happens();
      pass(plan.tail());
    } finally {
      mine = alerts.end();
      NodeFault.heal(system.chain());
    }
    accepted.addAll(mine);
    long healed = System.nanoTime();
    try {
      Poll.until(ALL_ENDED_WITHIN, "an end of every alert", this::atRest);
    } catch (IllegalStateException e) {
      throw new AssertionError(plan.told() + " leaves open " + open(), e);
    }
    long rested = System.nanoTime();
    for (var subject : trading) {
      if (!subject.isRevoked()) {
        tradesAgain(subject, plan);
      }
    }
    var broken = new CampaignOracle(system, records).judge(all, accepted);
    print(
        "  %s: %d alerts accepted, %s; at rest %d ms after the faults, all trade again %d ms later,"
            + " %d ms in all%n",
        broken.isEmpty() ? "holds" : "BROKEN",
        mine.size(),
        ends(mine),
        (rested - healed) / 1_000_000,
        (System.nanoTime() - rested) / 1_000_000,
        (System.nanoTime() - began) / 1_000_000);
    assertThat(broken).as(plan.told()).isEmpty();
  }

  /**
   * After all faults a bot goes on by itself: its position is closed, and an order that fits its
   * limits trades, unless it has had its orders of the day.
   */
  private void tradesAgain(Subject subject, RunPlan plan) throws IOException, InterruptedException {
    var number = new int[1];
    Poll.until(
        TRADES_AGAIN_WITHIN,
        "a trade of " + subject.wallet() + " after " + plan.told(),
        () -> {
          var id = "run " + plan.seed() + " again " + number[0]++;
          ended(subject.trader.post(AlertStream.body(id + " close", RunPlan.Alert.CLOSE)));
          return ended(subject.trader.post(AlertStream.body(id, RunPlan.Alert.BUY)));
        });
  }

  /** Waits for the end of an alert; whether it traded or may not today. */
  private boolean ended(AlertSender.Answer answer) throws IOException, InterruptedException {
    if (answer.status() != 202) {
      return false;
    }
    var signal = answer.signalId();
    accepted.add(signal);
    Poll.until(ALL_ENDED_WITHIN, "an end of " + signal, this::ended);
    return records.rejections(signal).stream()
            .anyMatch(one -> one.getReasonsList().contains(Reason.REASON_RATE_LIMITED))
        || records.intents(signal).stream()
            .flatMap(intent -> records.ends(intent.getIntentId()).stream())
            .anyMatch(ExecutionEvent::hasConfirmed);
  }

  /** Whether nothing is under way, twice in a row: an exit may be tried again. */
  private boolean atRest() throws InterruptedException {
    if (!ended()) {
      return false;
    }
    long count = records.count();
    pass(LOOKED_AT_AGAIN);
    return ended() && records.count() == count;
  }

  /** What has no end: alerts nobody decided, and intents with what was last told of them. */
  private List<String> open() {
    var open = new ArrayList<String>();
    for (var intent : records.intents()) {
      if (records.ends(intent.getIntentId()).isEmpty()) {
        open.add(
            "intent %s of %s, %s, deadline %s: %s"
                .formatted(
                    intent.getIntentId(),
                    intent.getAgentWallet(),
                    intent.getAction(),
                    Instant.ofEpochMilli(intent.getDeadlineMs()),
                    records.told(intent.getIntentId())));
      }
    }
    accepted.stream()
        .filter(signal -> records.rejections(signal).isEmpty() && records.intents(signal).isEmpty())
        .forEach(signal -> open.add("alert " + signal + ", not decided"));
    return open;
  }

  private boolean ended() {
    records.catchUp();
    return records.intents().stream()
            .noneMatch(intent -> records.ends(intent.getIntentId()).isEmpty())
        && accepted.stream()
            .noneMatch(signal ->
                records.rejections(signal).isEmpty() && records.intents(signal).isEmpty());
  }

  private Map<String, Integer> ends(Set<String> signals) {
    var counted = new TreeMap<String, Integer>();
    for (var signal : signals) {
      records
          .rejections(signal)
          .forEach(one -> counted.merge(one.getReasons(0).name(), 1, Integer::sum));
      for (var intent : records.intents(signal)) {
        records
            .ends(intent.getIntentId())
            .forEach(end ->
                counted.merge(
                    end.hasRefused() ? end.getRefused().getReason() : end.getKindCase().name(),
                    1,
                    Integer::sum));
      }
    }
    return counted;
  }

  /** The pace of a run, on which no assertion rests. */
  static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  @SuppressWarnings("SystemOut") // the seeds and figures are part of what this is for
  private static void print(String format, Object... values) {
    System.out.printf(format, values);
  }

  @Override
  public void close() {
    records.close();
  }
}

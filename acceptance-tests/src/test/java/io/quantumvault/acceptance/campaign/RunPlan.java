package io.quantumvault.acceptance.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Everything about a run that chance decides, all of it from the seed.
 *
 * @param alertEvery between two alerts, whichever bot they are for
 * @param faultAfter from the first alert
 * @param actAfter from the fault
 * @param pause how long a paused process stands still
 * @param tail how long alerts go on after the act
 * @param bots whose the alerts are: numbers to be taken modulo how many bots there are
 * @param alerts what they ask for; after the last the first comes again, as with the bots
 */
record RunPlan(
    long seed,
    NodeFault fault,
    Act act,
    Duration alertEvery,
    Duration faultAfter,
    Duration actAfter,
    Duration pause,
    Duration tail,
    List<Integer> bots,
    List<Alert> alerts) {
  private static final int DRAWN = 200;

  /** What an alert asks for. */
  enum Alert {
    BUY,
    SELL,
    CLOSE
  }

  static RunPlan of(long seed) {
    // Seeds in a row would begin alike.
    var random = new Random(new SplittableRandom(seed).nextLong());
    return new RunPlan(
        seed,
        one(NodeFault.values(), random),
        one(Act.values(), random),
        Duration.ofMillis(150 + random.nextInt(250)),
        Duration.ofMillis(random.nextInt(1500)),
        Duration.ofMillis(200 + random.nextInt(2000)),
        Duration.ofMillis(5000 + random.nextInt(10_000)),
        Duration.ofMillis(500 + random.nextInt(2500)),
        random.ints(DRAWN, 0, 1000).boxed().toList(),
        // Positions grow, shrink and are closed.
        random.ints(DRAWN, 0, 8).mapToObj(RunPlan::kind).toList());
  }

  /** The same pace and alerts with this fault; what somebody does is the caller's. */
  static RunPlan of(long seed, NodeFault fault) {
    var drawn = of(seed);
    return new RunPlan(
        seed,
        fault,
        Act.NOTHING,
        drawn.alertEvery,
        drawn.faultAfter,
        drawn.actAfter,
        drawn.pause,
        drawn.tail,
        drawn.bots,
        drawn.alerts);
  }

  private static Alert kind(int drawn) {
    return switch (drawn) {
      case 0, 1, 2, 3 -> Alert.BUY;
      case 4, 5 -> Alert.SELL;
      default -> Alert.CLOSE;
    };
  }

  private static <T> T one(T[] all, Random random) {
    return all[random.nextInt(all.length)];
  }

  int bot(int alert) {
    return bots.get(alert % bots.size());
  }

  Alert alert(int alert) {
    return alerts.get(alert % alerts.size());
  }

  /** For people. */
  String told() {
    return "seed %d: %s after %d ms, then %s after %d ms (pause %d ms), an alert every %d ms"
        .formatted(
            seed,
            fault,
            faultAfter.toMillis(),
            act,
            actAfter.toMillis(),
            pause.toMillis(),
            alertEvery.toMillis());
  }
}

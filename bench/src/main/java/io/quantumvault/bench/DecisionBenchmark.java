package io.quantumvault.bench;

import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The arms of {@link DecisionBench}; the name of a method is the name of its arm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // made in setUp, as JMH has it
public class DecisionBenchmark {
  private DecisionRequest entry;
  private DecisionRequest exit;
  private DecisionRequest turn;
  private DecisionRequest refused;

  /** Makes every request and checks that it is decided as its arm says. */
  @Setup
  public void setUp() {
    entry = DecisionRequests.of(Action.BUY, "1.5", "1.5", "0");
    exit = DecisionRequests.of(Action.SELL, "1.5", "0", "1.5");
    turn = DecisionRequests.of(Action.SELL, "3", "-1.5", "1.5");
    refused = DecisionRequests.of(Action.BUY, "100", "100", "0");
    expect(entry(), 1);
    expect(exit(), 1);
    expect(turn(), 2);
    if (refused() instanceof Decision.Approved) {
      throw new IllegalStateException("what is to be refused was approved");
    }
  }

  private static void expect(Decision decision, int orders) {
    if (!(decision instanceof Decision.Approved approved) || approved.orders().size() != orders) {
      throw new IllegalStateException("not decided as expected: " + decision);
    }
  }

  /** An entry that every rule is asked about and none refuses. */
  @Benchmark
  public Decision entry() {
    return Decider.decide(entry);
  }

  /** An exit of what is held. */
  @Benchmark
  public Decision exit() {
    return Decider.decide(exit);
  }

  /** Both halves of a flip. */
  @Benchmark
  public Decision turn() {
    return Decider.decide(turn);
  }

  /** An entry that four limits refuse, in words. */
  @Benchmark
  public Decision refused() {
    return Decider.decide(refused);
  }
}

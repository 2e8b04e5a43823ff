package io.quantumvault.signer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.quantumvault.solana.rpc.Chain.Simulated;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComputeUnitsTest {
  private static final Duration HOLDS = Duration.ofMinutes(10);

  private final DrivenClock clock = new DrivenClock();
  private final AnsweringChain chain = new AnsweringChain();
  private final ComputeUnits units =
      new ComputeUnits(chain, clock, new ComputeUnits.Bounds(400_000, 1_400_000, 20, HOLDS));

  private int limit(String kind) {
    return units.limit(kind, () -> new byte[] {1});
  }

  private void uses(long amount) {
    chain.simulation = () -> new Simulated(amount, "");
  }

  @Test
  void whatASimulationUsedAndAMarginIsAskedFor() {
    uses(100_001);
    assertThat(limit("open")).isEqualTo(120_002);
  }

  @Test
  void aKindIsSimulatedOnceInAWhile() {
    uses(100_000);
    limit("open");
    uses(300_000);
    assertThat(units.limit("open", () -> fail("nothing is compiled for it"))).isEqualTo(120_000);
    assertThat(limit("close")).as("another kind").isEqualTo(360_000);
    clock.advance(HOLDS);
    assertThat(limit("open")).isEqualTo(360_000);
    units.forget();
    uses(10);
    assertThat(limit("open")).isEqualTo(12);
  }

  @Test
  void neverMoreThanTheMostIsAskedFor() {
    for (long used : new long[] {1_300_000, 1_400_001, Long.MAX_VALUE}) {
      uses(used);
      assertThat(limit("k" + used)).isEqualTo(1_400_000);
    }
  }

  @Test
  void theUsualIsAskedForWhereTheSimulationFailsAndThatIsNotRemembered() {
    assertThat(limit("open")).isEqualTo(400_000);
    chain.simulation = () -> new Simulated(50, "\"AccountNotFound\"");
    assertThat(limit("open")).isEqualTo(400_000);
    uses(0);
    assertThat(limit("open")).isEqualTo(400_000);
    uses(-1);
    assertThat(limit("open")).isEqualTo(400_000);
    uses(100_000);
    assertThat(limit("open")).isEqualTo(120_000);
  }

  @Test
  void boundsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new ComputeUnits.Bounds(10, 9, 20, HOLDS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

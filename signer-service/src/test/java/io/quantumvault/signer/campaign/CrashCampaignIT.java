package io.quantumvault.signer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random runs of whole signers, killed, paused, cut off and lied to, on a driven clock; each is
 * judged by the oracle of failures.md while it goes and at its end. What happens to a run comes
 * from its seed; how the threads of its signers interleave does not.
 *
 * <p>{@code -Dquantumvault.campaign.runs=1000} makes more of them, {@code
 * -Dquantumvault.campaign.seed=7} begins at another seed: run {@code n} has seed plus {@code n}.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class CrashCampaignIT {
  private static final int RUNS = Integer.getInteger("quantumvault.campaign.runs", 40);
  private static final long SEED = Long.getLong("quantumvault.campaign.seed", 1);

  private static World world;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
  }

  @Test
  void whateverFailsNothingIsLostDoubledOrOverALimit() throws Exception {
    for (int i = 0; i < RUNS; i++) {
      long seed = SEED + i;
      long began = System.nanoTime();
      try (var run = new Run(world, Plan.of(seed))) {
        var broken = run.run();
        System.out.printf(
            "campaign run %d, seed %d: %d intents, %s, %d ms%n",
            i,
            seed,
            run.delivered.size(),
            broken.isEmpty() ? "holds" : "BROKEN",
            (System.nanoTime() - began) / 1_000_000);
        assertThat(broken).as("seed %d, %s", seed, run.plan).isEmpty();
      }
    }
  }
}

package io.quantumvault.signer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

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

  /** Dead and paused workers complain at every turn. */
  private static final String COMPLAINING = "io.quantumvault.signer";

  private static World world;
  private static Thread.@Nullable UncaughtExceptionHandler before;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
    LoggingSystem.get(CrashCampaignIT.class.getClassLoader())
        .setLogLevel(COMPLAINING, LogLevel.OFF);
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> {
      if (!(problem instanceof Killed)) {
        problem.printStackTrace();
      }
    });
  }

  @AfterAll
  static void stop() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(before);
    LoggingSystem.get(CrashCampaignIT.class.getClassLoader()).setLogLevel(COMPLAINING, null);
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
            "campaign run %d, seed %d: %s, %s, %d ms%n",
            i,
            seed,
            broken.isEmpty() ? "holds" : "BROKEN",
            run.summary(),
            (System.nanoTime() - began) / 1_000_000);
        assertThat(broken).as("seed %d, %s", seed, run.plan).isEmpty();
      }
    }
  }
}

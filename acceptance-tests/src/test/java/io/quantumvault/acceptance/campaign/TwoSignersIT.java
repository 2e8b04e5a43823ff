package io.quantumvault.acceptance.campaign;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.RunningSigner;
import io.quantumvault.acceptance.dsl.SecondSigner;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two signer processes share the wallets; one stands still for longer than its session lasts, the
 * other takes over under load, and the one that wakes up does no harm. {@code
 * -Dquantumvault.two-signers.pause-seconds=60} lets it stand still for longer.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class TwoSignersIT {
  /** Longer than a session, which lasts 10 s at most. */
  private static final Duration PAUSE =
      Duration.ofSeconds(Integer.getInteger("quantumvault.two-signers.pause-seconds", 20));

  private static final int WALLETS = 4;

  private static Installation system;

  @BeforeAll
  static void up() throws Exception {
    system = Installation.empty();
    system.up();
  }

  @AfterAll
  static void discard() {
    system.discard();
  }

  @Test
  void aSignerThatIsPausedAndWokenUnderLoadSignsNothingASecondTime() throws Exception {
    var first = new RunningSigner(system);
    try (var campaign = new Campaign(system);
        var _ = SecondSigner.beside(system)) {
      for (int i = 0; i < WALLETS; i++) {
        campaign.adds(600, 100_000);
      }
      campaign.run(
          RunPlan.of(1, NodeFault.NONE),
          () -> {
            first.pause();
            Campaign.pass(PAUSE);
            first.goOn();
          });
      campaign.run(
          RunPlan.of(2, NodeFault.IS_SLOW),
          () -> {
            first.pause();
            Campaign.pass(PAUSE);
            first.goOn();
          });
    }
  }
}

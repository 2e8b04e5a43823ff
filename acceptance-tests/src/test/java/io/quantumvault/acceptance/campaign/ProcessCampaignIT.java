package io.quantumvault.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.RunningPostgres;
import io.quantumvault.acceptance.dsl.RunningSigner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random runs of one whole system with its real processes: alerts come in while a node is at fault
 * and somebody kills, pauses, restarts or revokes; then all is healed, every accepted alert comes
 * to its end, and the oracle judges all there ever was. What happens to a run comes from its seed,
 * how the processes interleave does not.
 *
 * <p>{@code -Dquantumvault.process-campaign.runs=100} makes more of them, {@code
 * -Dquantumvault.process-campaign.seed=7} begins at another seed: run {@code n} has seed plus
 * {@code n}.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ProcessCampaignIT {
  private static final int RUNS = Integer.getInteger("quantumvault.process-campaign.runs", 2);
  private static final long SEED = Long.getLong("quantumvault.process-campaign.seed", 1);

  /** Grants live for an hour, and the day's orders of a bot are used up some day. */
  private static final int RUNS_OF_A_FLEET = 20;

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
  void whateverFailsEveryAlertEndsOnceAndChainLedgerAndTopicsAgree() throws Exception {
    try (var campaign = new Campaign(system)) {
      for (int i = 0; i < RUNS; i++) {
        if (i % RUNS_OF_A_FLEET == 0) {
          campaign.dismissAll();
          campaign.adds(300, 100_000);
          campaign.adds(600, 25);
          campaign.adds(2000, 100_000);
        }
        campaign.replaceRevoked();
        var plan = RunPlan.of(SEED + i);
        campaign.run(plan, () -> act(plan, campaign.trading()));
      }
    }
    assertThat(system.verifyAudit().exit()).as("the audit trail verifies").isZero();
  }

  private void act(RunPlan plan, List<Subject> trading) throws IOException, InterruptedException {
    var signer = new RunningSigner(system);
    var postgres = new RunningPostgres(system);
    var revoking = trading.get(plan.bots().getFirst() % trading.size());
    switch (plan.act()) {
      case NOTHING -> {}
      case KILL_SIGNER -> signer.kill();
      case KILL_SIGNER_TWICE -> {
        signer.kill();
        signer.awaitReady();
        signer.kill();
      }
      case PAUSE_SIGNER -> {
        signer.pause();
        Campaign.pass(plan.pause());
        signer.goOn();
      }
      case CRASH_DATABASE -> postgres.crash();
      case PAUSE_DATABASE -> {
        postgres.pause();
        Campaign.pass(plan.pause().dividedBy(3));
        postgres.goOn();
      }
      case KILL_SIGNER_AND_REVOKE -> {
        signer.kill();
        revoking.revoke();
      }
      case PAUSE_SIGNER_AND_REVOKE -> {
        signer.pause();
        try {
          revoking.revoke();
          Campaign.pass(plan.pause());
        } finally {
          signer.goOn();
        }
      }
    }
  }
}

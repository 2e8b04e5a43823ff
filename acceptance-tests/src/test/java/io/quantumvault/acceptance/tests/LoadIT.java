package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.load.LoadDriver;
import io.quantumvault.acceptance.load.LoadPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short run of the load driver: nothing is lost; how fast it was is printed, not judged. */
class LoadIT {
  @Test
  void everyAcceptedAlertEndsAndEveryTradeIsSignedOnce() throws Exception {
    var plan =
        new LoadPlan(
            Integer.getInteger("load.owners", 2),
            Integer.getInteger("load.wallets", 1),
            Integer.getInteger("load.bots", 5),
            Integer.getInteger("load.rate", 5),
            Duration.ofSeconds(Integer.getInteger("load.seconds", 10)),
            Duration.ofSeconds(Integer.getInteger("load.warmup", 2)));
    var result = new LoadDriver(SharedInstallation.get().endpoints(), plan).run();
    result.print(System.out);
    assertThat(result.accepted() + result.refusedAtTheDoor()).isEqualTo(plan.alerts());
    assertThat(result.ended()).isEqualTo(result.accepted());
    assertThat(result.signed()).isGreaterThan(0);
  }
}

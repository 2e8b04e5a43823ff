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
            Integer.getInteger("load.owners"),
            Integer.getInteger("load.wallets"),
            Integer.getInteger("load.bots"),
            Integer.getInteger("load.rate"),
            Duration.ofSeconds(Integer.getInteger("load.seconds")),
            Duration.ofSeconds(Integer.getInteger("load.warmup")));
    var result = new LoadDriver(SharedInstallation.get().endpoints(), plan).run();
    result.print(System.out);
    assertThat(result.accepted() + result.refusedAtTheDoor()).isEqualTo(plan.alerts());
    assertThat(result.ended()).isEqualTo(result.accepted());
    assertThat(result.signed()).isGreaterThan(0);
  }
}

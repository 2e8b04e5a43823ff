package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.DatabaseAdministrator;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Outcomes;
import io.quantumvault.acceptance.dsl.Trader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One wallet's contradiction keeps neither the system down nor people from mending it. */
@Timeout(600)
class HeldWalletIT {
  @Test
  void aSystemStartsWithAWalletThatIsHeldAndIsMendedThen() throws Exception {
    var system = Installation.empty();
    try {
      system.up();
      var outcomes = new Outcomes(system);
      var trader = Trader.ready(system, Map.of());
      outcomes.trades(trader, "before");
      var wallet = trader.bot().agentWallet();
      try (var admin = new DatabaseAdministrator(system)) {
        for (var table : List.of("events", "intents", "wallets", "bots")) {
          admin.run("DELETE FROM ledger." + table + " WHERE agent_wallet = ?", wallet);
        }
      }
      system.down();

      var started = system.startUp().end();
      assertThat(started.exit()).as("%s", started).isZero();
      assertThat(started.err())
          .contains("ledger and marks contradict each other for " + wallet)
          .contains("it runs, for the command that mends this");
      assertThat(system.run("status").exit()).isNotZero();

      assertThat(system.run("admin", "reconcile", wallet).out()).contains("the hold has ended");
      assertThat(system.run("status").exit()).isZero();
    } finally {
      system.discard();
    }
  }
}

package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.DatabaseAdministrator;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Outcomes;
import io.quantumvault.acceptance.dsl.Trader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever may write every table, and through the outbox every snapshot, gives back nothing that an
 * owner took away.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DatabaseAdministratorIT {
  private static Installation system;
  private static Outcomes outcomes;

  @BeforeAll
  static void up() throws Exception {
    system = Installation.empty();
    system.up();
    outcomes = new Outcomes(system);
  }

  @AfterAll
  static void discard() {
    system.discard();
  }

  @Test
  void aRevokedGrantPutBackUnderAHigherNumberTradesNothing() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    outcomes.trades(trader, "before");
    var wallet = trader.bot().agentWallet();
    try (var admin = new DatabaseAdministrator(system)) {
      var snapshot = admin.snapshot(wallet);
      admin.run(
          "CREATE TABLE control.copy AS SELECT * FROM control.grants WHERE agent_wallet = ?",
          wallet);
      trader.owner().revokeExecution(trader.bot().botId());
      outcomes.refused(trader, "revoked");

      admin.run(
          "UPDATE control.grants g SET ended_at = NULL, wrapped_ek = o.wrapped_ek, grant_sequence = 77"
              + " FROM control.copy o WHERE o.grant_id = g.grant_id");
      admin.run(
          "UPDATE control.bots SET highest_ended_grant_sequence = 0 WHERE agent_wallet = ?",
          wallet);
      admin.publish(snapshot, grant -> grant.setGrantSequence(77));
      admin.run("DROP TABLE control.copy");
    }
    outcomes.signerRefuses(trader, "put back", "ROLLED_BACK");
  }

  @Test
  void aStopWhoseRowsAreDeletedHolds() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    outcomes.trades(trader, "before");
    var wallet = trader.bot().agentWallet();
    try (var admin = new DatabaseAdministrator(system)) {
      var snapshot = admin.snapshot(wallet);
      trader
          .owner()
          .api()
          .post("/v1/bots/" + trader.bot().botId() + "/stops", Map.of("kind", "FREEZE"));
      outcomes.refused(trader, "frozen");
      admin.run("DELETE FROM control.stops WHERE agent_wallet = ?", wallet);
      admin.publish(snapshot, grant -> grant);
    }
    outcomes.signerRefuses(trader, "deleted", "ROLLED_BACK");
  }

  @Test
  void aLedgerThatWasSetBackSignsNothingAndHealthSaysWhy() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    outcomes.trades(trader, "before");
    var wallet = trader.bot().agentWallet();
    try (var admin = new DatabaseAdministrator(system)) {
      for (var table : List.of("events", "intents", "wallets", "bots")) {
        admin.run("DELETE FROM ledger." + table + " WHERE agent_wallet = ?", wallet);
      }
    }
    outcomes.signerRefuses(trader, "after", "LEDGER_BEHIND");
    assertThat(system.run("status").out())
        .contains("ledger and marks contradict each other for " + wallet);
  }
}

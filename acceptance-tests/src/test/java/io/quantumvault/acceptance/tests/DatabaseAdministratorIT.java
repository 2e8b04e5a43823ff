package io.quantumvault.acceptance.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.DatabaseAdministrator;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Outcomes;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
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

    var listed = system.run("admin", "reconcile");
    assertThat(listed.out()).contains(wallet).contains("1 ended grants live in it");
    var mended = system.run("admin", "reconcile", wallet);
    assertThat(mended.out()).as(mended.err()).contains("grants ended: 1");
    assertThat(mended.exit()).isZero();
    try (var admin = new DatabaseAdministrator(system)) {
      assertThat(
              admin.number(
                  "SELECT count(*) FROM control.grants WHERE agent_wallet = ? AND ended_at IS NULL",
                  wallet))
          .isZero();
    }
    assertThat(system.run("admin", "reconcile", wallet).out()).contains("nothing was changed");
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
  void aLedgerThatWasSetBackSignsNothingUntilItIsReconciled() throws Exception {
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

    assertThat(system.run("admin", "reconcile").out())
        .contains(wallet)
        .contains("held since")
        .contains("Nothing was changed");
    assertThat(confirmed(wallet)).isZero();
    var mended = system.run("admin", "reconcile", wallet);
    assertThat(mended.out()).as(mended.err()).contains("the hold has ended");
    assertThat(mended.exit()).isZero();
    assertThat(confirmed(wallet)).isEqualTo(1);
    assertThat(system.run("status").out()).doesNotContain(wallet);
    outcomes.trades(trader, "mended");
    assertThat(system.run("admin", "reconcile", wallet).out()).contains("nothing was changed");
  }

  private static long confirmed(String wallet) throws Exception {
    try (var admin = new DatabaseAdministrator(system)) {
      return admin.number(
          "SELECT count(*) FROM ledger.intents WHERE agent_wallet = ? AND state = 'CONFIRMED'",
          wallet);
    }
  }

  @Test
  void anOutcomeThatSomebodyMadeUnknownEndsOnlyAsTheChainHasIt() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    var end = outcomes.end(trader, "before");
    assertThat(end.getKindCase()).isEqualTo(KindCase.CONFIRMED);
    var intent = end.getIntentId();
    try (var admin = new DatabaseAdministrator(system)) {
      admin.run("ALTER TABLE ledger.intents DISABLE TRIGGER lawful_step");
      admin.run(
          "UPDATE ledger.intents SET state = 'OUTCOME_UNKNOWN', ended_at = NULL WHERE intent_id = ?::uuid",
          intent);
      admin.run("ALTER TABLE ledger.intents ENABLE TRIGGER lawful_step");
    }
    var refused = system.run("admin", "resolve", intent, "EXPIRED", "--reason", "a guess");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("Refused: not resolved as EXPIRED").contains("on the chain");

    var resolved = system.run("admin", "resolve", intent, "CONFIRMED", "--reason", "seen");
    assertThat(resolved.out()).as(resolved.err()).contains(intent + " is CONFIRMED");
    assertThat(resolved.exit()).isZero();

    var again = system.run("admin", "resolve", intent, "CONFIRMED", "--reason", "seen");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is CONFIRMED; only an OUTCOME_UNKNOWN can be resolved");
    try (var topics = new TopicReader(system.kafka("operator"), List.of("admin-orders-v1"))) {
      assertThat(topics.all())
          .filteredOn(record -> new String(record.key(), UTF_8).equals(trader.bot().agentWallet()))
          .hasSize(2);
    }
  }
}

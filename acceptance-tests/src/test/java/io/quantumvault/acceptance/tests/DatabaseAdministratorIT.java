package io.quantumvault.acceptance.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
  void aRevokedGrantPutBackUnderAHigherNumberTradesNothing() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    assertThat(end(trader, "before").getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_CONFIRMED);
    var wallet = trader.bot().agentWallet();
    var snapshot = snapshot(wallet);
    try (var c = system.database("qv_migrator")) {
      run(
          c,
          "CREATE TABLE control.copy AS SELECT * FROM control.grants WHERE agent_wallet = ?",
          wallet);
      trader.owner().revokeExecution(trader.bot().botId());
      refused(trader, "revoked");

      run(
          c,
          "UPDATE control.grants g SET ended_at = NULL, wrapped_ek = o.wrapped_ek, grant_sequence = 77"
              + " FROM control.copy o WHERE o.grant_id = g.grant_id");
      run(
          c,
          "UPDATE control.bots SET highest_ended_grant_sequence = 0 WHERE agent_wallet = ?",
          wallet);
      publish(c, snapshot, grant -> grant.setGrantSequence(77));
      run(c, "DROP TABLE control.copy");
    }
    var end = end(trader, "put back");
    assertThat(end.getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_REFUSED);
    assertThat(end.getReason()).isEqualTo("ROLLED_BACK");

    var listed = system.run("admin", "reconcile");
    assertThat(listed.out()).contains(wallet).contains("1 ended grants live in it");
    var mended = system.run("admin", "reconcile", wallet);
    assertThat(mended.out()).as(mended.err()).contains("grants ended: 1");
    assertThat(mended.exit()).isZero();
    try (var c = system.database("qv_migrator")) {
      assertThat(count(c, "control.grants", "agent_wallet = ? AND ended_at IS NULL", wallet))
          .isZero();
    }
    assertThat(system.run("admin", "reconcile", wallet).out()).contains("nothing was changed");
  }

  @Test
  void aStopWhoseRowsAreDeletedHolds() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    assertThat(end(trader, "before").getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_CONFIRMED);
    var wallet = trader.bot().agentWallet();
    var snapshot = snapshot(wallet);
    trader
        .owner()
        .api()
        .post("/v1/bots/" + trader.bot().botId() + "/stops", Map.of("kind", "FREEZE"));
    refused(trader, "frozen");
    try (var c = system.database("qv_migrator")) {
      run(c, "DELETE FROM control.stops WHERE agent_wallet = ?", wallet);
      publish(c, snapshot, grant -> grant);
    }
    var end = end(trader, "deleted");
    assertThat(end.getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_REFUSED);
    assertThat(end.getReason()).isEqualTo("ROLLED_BACK");
  }

  @Test
  void aLedgerThatWasSetBackSignsNothingUntilItIsReconciled() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    assertThat(end(trader, "before").getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_CONFIRMED);
    var wallet = trader.bot().agentWallet();
    try (var c = system.database("qv_migrator")) {
      for (var table : List.of("events", "intents", "wallets", "bots")) {
        run(c, "DELETE FROM ledger." + table + " WHERE agent_wallet = ?", wallet);
      }
    }
    var end = end(trader, "after");
    assertThat(end.getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_REFUSED);
    assertThat(end.getReason()).isEqualTo("LEDGER_BEHIND");
    assertThat(system.run("status").out())
        .contains("ledger and marks contradict each other for " + wallet);

    assertThat(system.run("admin", "reconcile").out())
        .contains(wallet)
        .contains("held since")
        .contains("Nothing was changed");
    try (var c = system.database("qv_migrator")) {
      assertThat(count(c, "ledger.intents", "agent_wallet = ? AND state = 'CONFIRMED'", wallet))
          .isZero();
    }
    var mended = system.run("admin", "reconcile", wallet);
    assertThat(mended.out()).as(mended.err()).contains("the hold has ended");
    assertThat(mended.exit()).isZero();
    try (var c = system.database("qv_migrator")) {
      assertThat(count(c, "ledger.intents", "agent_wallet = ? AND state = 'CONFIRMED'", wallet))
          .isEqualTo(1);
    }
    assertThat(system.run("status").out()).doesNotContain(wallet);
    assertThat(end(trader, "mended").getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_CONFIRMED);
    assertThat(system.run("admin", "reconcile", wallet).out()).contains("nothing was changed");
  }

  @Test
  void anOutcomeThatSomebodyMadeUnknownEndsOnlyAsTheChainHasIt() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    var end = end(trader, "before");
    assertThat(end.getKind()).isEqualTo(ExecutionKind.EXECUTION_KIND_CONFIRMED);
    var intent = end.getIntentId();
    try (var c = system.database("qv_migrator")) {
      run(c, "ALTER TABLE ledger.intents DISABLE TRIGGER lawful_step");
      run(
          c,
          "UPDATE ledger.intents SET state = 'OUTCOME_UNKNOWN', ended_at = NULL WHERE intent_id = ?::uuid",
          intent);
      run(c, "ALTER TABLE ledger.intents ENABLE TRIGGER lawful_step");
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

  private static long count(Connection c, String table, String which, String wallet)
      throws SQLException {
    try (var s = c.prepareStatement("SELECT count(*) FROM " + table + " WHERE " + which)) {
      s.setString(1, wallet);
      try (var row = s.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The newest snapshot of a wallet in the stream. */
  private static AgentWalletState snapshot(String wallet) throws Exception {
    try (var topics = new TopicReader(system.kafka("operator"), List.of("execution-state-v1"))) {
      var newest =
          topics.all().stream()
              .filter(record -> new String(record.key(), UTF_8).equals(wallet))
              .reduce((a, b) -> b)
              .orElseThrow();
      return AgentWalletState.parseFrom(newest.value());
    }
  }

  private interface Change {
    io.quantumvault.schemas.v1.Grant.Builder of(io.quantumvault.schemas.v1.Grant.Builder grant);
  }

  /** Puts a snapshot from before into the outbox, newer than all there are. */
  private static void publish(Connection c, AgentWalletState before, Change change)
      throws SQLException {
    var wallet = before.getAgentWallet();
    run(
        c,
        "UPDATE control.agent_wallets SET state_version = state_version + 1 WHERE address = ?",
        wallet);
    long version;
    try (var s =
        c.prepareStatement("SELECT state_version FROM control.agent_wallets WHERE address = ?")) {
      s.setString(1, wallet);
      try (var row = s.executeQuery()) {
        row.next();
        version = row.getLong(1);
      }
    }
    var bot = before.getBots(0).toBuilder().clearEndedGrants().setHighestEndedGrantSequence(0);
    var forged =
        before.toBuilder()
            .setStateVersion(version)
            .setBots(0, bot.setGrant(change.of(bot.getGrant().toBuilder())))
            .build();
    run(
        c,
        "INSERT INTO control.outbox (id, topic, record_key, payload) VALUES (?, 'execution-state-v1',"
            + " ?, ?)",
        UUID.randomUUID(),
        wallet,
        forged.toByteArray());
  }

  private static void refused(Trader trader, String id) throws Exception {
    var signalId = trader.alert(id, "SOL-PERP", "buy", "0.1").signalId();
    try (var topics = outcomes()) {
      Poll.until(PATIENCE, "a refusal", () -> ended(topics, signalId));
      assertThat(topics.executions(signalId))
          .noneMatch(event -> event.getKind() == ExecutionKind.EXECUTION_KIND_SIGNED);
    }
  }

  /**
   * The end of an alert that the stage approves: until it has taken the newest state it may refuse.
   */
  private static ExecutionEvent end(Trader trader, String id) throws Exception {
    try (var topics = outcomes()) {
      var found = new ExecutionEvent[1];
      var number = new int[1];
      Poll.until(
          PATIENCE,
          "an end that the signer tells",
          () -> {
            var signalId =
                trader.alert(id + " " + number[0]++, "SOL-PERP", "buy", "0.1").signalId();
            Poll.until(PATIENCE, "an end", () -> ended(topics, signalId));
            var events = topics.executions(signalId);
            if (!events.isEmpty()) {
              found[0] = events.getLast();
            }
            return found[0] != null;
          });
      return found[0];
    }
  }

  private static TopicReader outcomes() throws Exception {
    return new TopicReader(system.kafka("operator"), List.of("executions-v1", "rejections-v1"));
  }

  private static boolean ended(TopicReader topics, String signalId) {
    return !topics.rejections(signalId).isEmpty()
        || topics.executions(signalId).stream()
            .anyMatch(event ->
                switch (event.getKind()) {
                  case EXECUTION_KIND_REFUSED,
                      EXECUTION_KIND_CONFIRMED,
                      EXECUTION_KIND_FAILED,
                      EXECUTION_KIND_EXPIRED ->
                      true;
                  default -> false;
                });
  }

  private static void run(Connection c, String sql, Object... values) throws SQLException {
    try (var s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      s.execute();
    }
  }
}

package io.quantumvault.acceptance.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.acceptance.dsl.ChainRecords;
import io.quantumvault.acceptance.dsl.DatabaseAdministrator;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Outcomes;
import io.quantumvault.acceptance.dsl.Trader;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Columns that limits hang on, edited in SQL under the running system: refused by name, or without
 * effect. A day's opening equity is in no column; it is the signer's own mark in Kafka.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RowsEditedIT {
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

  /** The policy of a snapshot with a hundred times the order's size and position. */
  private static byte[] loosened(byte[] policy) {
    var loose =
        new String(policy, UTF_8)
            .replace("\"maxOrderNotionalUsd\":\"20\"", "\"maxOrderNotionalUsd\":\"2000\"");
    assertThat(loose).isNotEqualTo(new String(policy, UTF_8));
    return loose.getBytes(UTF_8);
  }

  @Test
  void aPolicyLoosenedInTheGrantsRowsIsNotTheOneThatWasSigned() throws Exception {
    Trader trader = Trader.ready(system, Map.of("maxOrderNotionalUsd", "20"));
    outcomes.trades(trader, "before");
    var wallet = trader.bot().agentWallet();
    try (var admin = new DatabaseAdministrator(system)) {
      byte[] loose =
          loosened(admin.snapshot(wallet).getBots(0).getGrant().getPolicy().toByteArray());
      assertThat(
              admin.run(
                  "UPDATE control.grants SET policy = ?, policy_sha256 = ? WHERE agent_wallet = ?",
                  loose,
                  MessageDigest.getInstance("SHA-256").digest(loose),
                  wallet))
          .isEqualTo(1);
    }
    assertThat(outcomes.end(trader, "loosened").getRefused().getReason())
        .isIn("POLICY_CHANGED", "GRANT_TEXT_MISMATCH");
    assertThat(outcomes.refused(trader, "and again"))
        .containsAnyOf("POLICY_CHANGED", "GRANT_TEXT_MISMATCH", "FROZEN", "REASON_FROZEN");
  }

  @Test
  void aPolicyLoosenedInRowsAndStreamIsUnsigned() throws Exception {
    Trader trader = Trader.ready(system, Map.of("maxOrderNotionalUsd", "20"));
    outcomes.trades(trader, "before");
    var wallet = trader.bot().agentWallet();
    var chain = new ChainRecords(system.chain());
    int landed = chain.landed(wallet).size();
    try (var admin = new DatabaseAdministrator(system)) {
      var snapshot = admin.snapshot(wallet);
      byte[] loose = loosened(snapshot.getBots(0).getGrant().getPolicy().toByteArray());
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(loose);
      admin.run(
          "UPDATE control.grants SET policy = ?, policy_sha256 = ? WHERE agent_wallet = ?",
          loose,
          hash,
          wallet);
      admin.publish(
          snapshot,
          grant ->
              grant
                  .setPolicy(ByteString.copyFrom(loose))
                  .setPolicySha256(ByteString.copyFrom(hash)));
    }
    // Until the stage has taken the forged snapshot it approves, and the signer refuses.
    for (int i = 0; i < 5; i++) {
      assertThat(outcomes.refused(trader, "loosened " + i))
          .containsAnyOf(
              "REASON_POLICY_UNSIGNED",
              "POLICY_CHANGED",
              "GRANT_TEXT_MISMATCH",
              "FROZEN",
              "REASON_FROZEN");
    }
    assertThat(chain.landed(wallet)).hasSize(landed);
  }

  @Test
  void aGrantThatIsMadeToLiveLongerIsNotTheOneThatWasSigned() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    outcomes.trades(trader, "before");
    try (var admin = new DatabaseAdministrator(system)) {
      admin.run(
          "UPDATE control.grants SET expires_at = expires_at + interval '1 day',"
              + " exits_until = exits_until + interval '1 day'"
              + " WHERE agent_wallet = ?",
          trader.bot().agentWallet());
    }
    outcomes.signerRefuses(trader, "longer", "GRANT_TEXT_MISMATCH");
    // The stage has heard of the freeze, or will have.
    assertThat(outcomes.refused(trader, "and again")).containsAnyOf("FROZEN", "REASON_FROZEN");
  }

  @Test
  void aDraftPolicyThatNobodyGrantedHasNoForce() throws Exception {
    Trader trader = Trader.ready(system, Map.of("maxOrderNotionalUsd", "20"));
    outcomes.trades(trader, "before");
    try (var admin = new DatabaseAdministrator(system)) {
      byte[] loose =
          loosened(
              admin
                  .snapshot(trader.bot().agentWallet())
                  .getBots(0)
                  .getGrant()
                  .getPolicy()
                  .toByteArray());
      assertThat(
              admin.run(
                  "UPDATE control.policies SET policy = ?, policy_sha256 = ? WHERE bot_id = ?::uuid",
                  loose,
                  MessageDigest.getInstance("SHA-256").digest(loose),
                  trader.bot().botId()))
          .isEqualTo(1);
    }
    outcomes.trades(trader, "within what was signed");
    var larger = trader.alert("larger", "SOL-PERP", "buy", "1").signalId();
    assertThat(outcomes.reasons(larger)).contains("REASON_ORDER_TOO_LARGE");
  }

  @Test
  void countersSetBackGiveNoFurtherOrder() throws Exception {
    Trader trader = Trader.ready(system, Map.of("maxOrdersPerDay", "2"));
    outcomes.trades(trader, "first");
    outcomes.trades(trader, "second");
    try (var admin = new DatabaseAdministrator(system)) {
      assertThat(
              admin.run(
                  "UPDATE ledger.intents SET counted = false, created_at = created_at - interval '2"
                      + " days' WHERE agent_wallet = ?",
                  trader.bot().agentWallet()))
          .isGreaterThanOrEqualTo(2);
    }
    assertThat(outcomes.refused(trader, "third")).contains("REASON_RATE_LIMITED");
  }

  @Test
  void aBotsPlanAndSlotSetBackDoNoHarm() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    outcomes.trades(trader, "before");
    try (var admin = new DatabaseAdministrator(system)) {
      admin.run(
          "UPDATE ledger.bots SET plan = 0, last_slot = 0 WHERE agent_wallet = ?",
          trader.bot().agentWallet());
    }
    outcomes.trades(trader, "after");
  }

  @Test
  void theLedgersWordOfWhatWasPublishedIsHeldAgainstTheMarks() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    outcomes.trades(trader, "before");
    var wallet = trader.bot().agentWallet();
    try (var admin = new DatabaseAdministrator(system)) {
      admin.run("UPDATE ledger.wallets SET last_sequence = 0 WHERE agent_wallet = ?", wallet);
    }
    outcomes.signerRefuses(trader, "set back", "LEDGER_BEHIND");
    assertThat(system.run("status").out())
        .contains("ledger and marks contradict each other for " + wallet);
  }
}

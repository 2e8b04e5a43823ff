package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the role qv_reconciler may not write although it may write the column. */
class ReconcilerRightsIT {
  private static final String CHECK = "23514";
  private static Platform platform;
  private static TestHistory history;

  @BeforeAll
  static void rows() throws SQLException {
    platform = Platform.startTemporary();
    history = new TestHistory(new Random());
    TestState.insert(platform, history);
    for (var sql :
        new String[] {
          "UPDATE control.agent_wallets SET state_version = 9 WHERE address = '%s'",
          "UPDATE control.bots SET policy_floor = 9, highest_ended_grant_sequence = 9 WHERE agent_wallet = '%s'",
          "INSERT INTO control.stops (stop_id, agent_wallet, scope, kind, origin, created_at, resumed_at)"
              + " SELECT gen_random_uuid(), address, 2, 3, 1, now(), now() FROM control.agent_wallets WHERE address = '%s'",
          "INSERT INTO control.outbox (id, topic, record_key) VALUES ('%b', 'vault-events-v1', '%s')",
          "INSERT INTO ledger.wallets (agent_wallet, topic_partition, last_sequence)"
              + " SELECT address, 0, 9 FROM control.agent_wallets WHERE address = '%s'",
          "INSERT INTO ledger.bots (bot_id, agent_wallet, plan) SELECT bot_id, agent_wallet, 9 FROM control.bots WHERE agent_wallet = '%s'",
          intent("SIGNED", "'t', sha512('s')"),
          intent("REFUSED", "NULL, NULL"),
        }) {
      run(DatabaseRole.MIGRATOR, sql);
    }
  }

  /** With this test's wallet and bot: other tests' rows are left alone. */
  private static void run(DatabaseRole role, String sql) throws SQLException {
    TestState.run(
        platform, role, sql.replace("%s", history.wallet).replace("%b", history.bot.toString()));
  }

  private static String intent(String state, String transaction) {
    return "INSERT INTO ledger.intents (intent_id, agent_wallet, owner, bot_id, topic_partition, topic_offset,"
        + " payload, state, market, counted, created_at, ended_at, transaction_bytes, transaction_signature)"
        + " SELECT gen_random_uuid(), agent_wallet, owner, bot_id, 0, 0, '', '"
        + state
        + "', 'SOL-PERP', true, now(), "
        + (state.equals("REFUSED") ? "now(), " : "NULL, ")
        + transaction
        + " FROM control.bots WHERE agent_wallet = '%s'";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO control.outbox (id, topic, record_key) VALUES (gen_random_uuid(), 'platform-state-v1', '%s')",
        "DELETE FROM control.outbox WHERE id = '%b'",
        "UPDATE control.stops SET resumed_at = now() WHERE agent_wallet = '%s'",
        "UPDATE control.stops SET resumed_at = NULL, resume_text = 'x' WHERE agent_wallet = '%s'",
        "INSERT INTO control.stops (stop_id, agent_wallet, scope, kind, origin, created_at, resumed_at)"
            + " SELECT gen_random_uuid(), address, 2, 3, 1, now(), now() FROM control.agent_wallets WHERE address = '%s'",
        "UPDATE control.grants SET ended_at = NULL WHERE agent_wallet = '%s'",
        "UPDATE control.grants SET wrapped_ek = 'x' WHERE agent_wallet = '%s'",
        "UPDATE control.agent_wallets SET state_version = 8 WHERE address = '%s'",
        "UPDATE control.bots SET policy_floor = 8 WHERE agent_wallet = '%s'",
        "UPDATE control.bots SET highest_ended_grant_sequence = 8 WHERE agent_wallet = '%s'",
        "UPDATE ledger.wallets SET last_sequence = 8 WHERE agent_wallet = '%s'",
        "UPDATE ledger.bots SET plan = 8 WHERE bot_id = '%b'",
        "UPDATE ledger.intents SET state = 'SIGNED' WHERE state = 'REFUSED' AND agent_wallet = '%s'",
        "UPDATE ledger.intents SET state = 'SUBMITTED', ended_at = NULL WHERE state = 'REFUSED' AND agent_wallet = '%s'",
        "UPDATE ledger.intents SET reason = 'x' WHERE state = 'REFUSED' AND agent_wallet = '%s'",
        "UPDATE ledger.intents SET state = 'EXPIRED', ended_at = now() WHERE state = 'SIGNED' AND agent_wallet = '%s'",
        "UPDATE ledger.intents SET slot = 1 WHERE state = 'SIGNED' AND agent_wallet = '%s'",
      })
  void isRefused(String sql) {
    assertThatThrownBy(() -> run(DatabaseRole.RECONCILER, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CHECK))
        .hasMessageMatching("(?s).*(qv_reconciler only|is not put back).*");
  }

  @Test
  void whatIsNeededIsDone() {
    assertThatCode(
            () -> {
              for (var sql :
                  new String[] {
                    "UPDATE control.bots SET policy_floor = 9, highest_ended_grant_sequence = 10 WHERE agent_wallet = '%s'",
                    "UPDATE control.agent_wallets SET state_version = 10 WHERE address = '%s'",
                    "UPDATE ledger.wallets SET last_sequence = 10 WHERE agent_wallet = '%s'",
                    "UPDATE ledger.bots SET plan = 10 WHERE bot_id = '%b'"
                  }) {
                run(DatabaseRole.RECONCILER, sql);
              }
            })
        .doesNotThrowAnyException();
  }
}

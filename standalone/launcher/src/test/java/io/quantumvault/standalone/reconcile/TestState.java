package io.quantumvault.standalone.reconcile;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.sql.SQLException;

/** The control plane's rows of a history's wallet. */
final class TestState {
  private TestState() {}

  /** Runs one statement. */
  static void run(Platform platform, DatabaseRole role, String sql, Object... values)
      throws SQLException {
    try (var c = platform.postgres().connect(role);
        var s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      s.execute();
    }
  }

  /** An owner's wallet as a backup has it: the grant lives, the stop is not there yet. */
  static void insert(Platform platform, TestHistory history) throws SQLException {
    byte[] bytes = Base58.decode(history.wallet);
    run(
        platform,
        DatabaseRole.MIGRATOR,
        "INSERT INTO control.owners (address, public_key, salt, created_at) VALUES (?, ?, ?, now())",
        history.owner,
        Base58.decode(history.owner),
        bytes);
    run(
        platform,
        DatabaseRole.MIGRATOR,
        "INSERT INTO control.agent_wallets (address, public_key, owner, signing_mode, cluster, state_version, created_at)"
            + " VALUES (?, ?, ?, 2, 'localnet', 12, now())",
        history.wallet,
        bytes,
        history.owner);
    run(
        platform,
        DatabaseRole.MIGRATOR,
        "INSERT INTO control.wallet_lock (agent_wallet) VALUES (?)",
        history.wallet);
    run(
        platform,
        DatabaseRole.MIGRATOR,
        "INSERT INTO control.bots (bot_id, agent_wallet, owner, name, venue, trading_account, trading_authority,"
            + " sub_account, created_at) VALUES (?, ?, ?, 'bot', 'paper', ?, ?, 0, now())",
        history.bot,
        history.wallet,
        history.owner,
        history.wallet,
        history.owner);
    run(
        platform,
        DatabaseRole.MIGRATOR,
        "INSERT INTO control.grants (grant_id, bot_id, agent_wallet, grant_sequence, policy_version, policy,"
            + " policy_sha256, policy_mac, wrapped_ek, signed_text, owner_signature, starts_at, expires_at)"
            + " VALUES (?, ?, ?, 1, 1, '', ?, ?, 'ek', '', ?, now(), now() + interval '1 hour')",
        history.grant,
        history.bot,
        history.wallet,
        bytes,
        bytes,
        new byte[64]);
  }
}

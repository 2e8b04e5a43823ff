package io.quantumvault.signer.outbound;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.PlatformMark;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Marks;
import io.quantumvault.signer.limits.Standing.SeenStop;
import io.quantumvault.signer.limits.Standing.Stop;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads everything that gives or takes execution: the control plane's views and own marks. */
final class StandingRows {
  private static final String MATERIAL =
      """
      SELECT agent_wallet, agent_public_key, owner, owner_public_key, owner_salt, signing_mode, cluster,
             state_version, sealed_seed, bot_id, venue, trading_account, trading_authority, sub_account,
             highest_ended_grant_sequence, grant_id, grant_sequence, policy_version, policy, policy_sha256,
             policy_mac, wrapped_ek, signed_text, owner_signature, starts_at, expires_at
      FROM control.signer_material WHERE bot_id = ? AND agent_wallet = ?\
      """;
  private static final String STOPS =
      "SELECT stop_id, bot_id, kind, resumed_at, resume_text, resume_signature"
          + " FROM control.signer_stops WHERE agent_wallet = ?";
  private static final String SEEN =
      "SELECT stop_id, bot_id, kind FROM ledger.stops_seen"
          + " WHERE agent_wallet = ? AND resumed_at IS NULL";
  private static final String PLATFORM_AND_MARKS =
      """
      SELECT p.frozen, p.state_version, w.state_version, b.policy_version, b.ended_grant_sequence, w.frozen_reason
      FROM control.signer_platform p
      LEFT JOIN ledger.wallet_marks w ON w.agent_wallet = ?
      LEFT JOIN ledger.bot_marks b ON b.bot_id = ?\
      """;

  private final PlatformMark platform;

  StandingRows(PlatformMark platform) {
    this.platform = platform;
  }

  /** Each lock as a statement of its own, before anything is read. */
  static void lock(Connection connection, String agentWallet) throws SQLException {
    try (var s =
        connection.prepareStatement(
            "SELECT id FROM control.platform_lock WHERE id = 1 FOR SHARE")) {
      s.executeQuery().close();
    }
    try (var s =
        connection.prepareStatement(
            "SELECT agent_wallet FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE")) {
      s.setString(1, agentWallet);
      s.executeQuery().close();
    }
  }

  Standing read(Connection connection, Intent intent) throws SQLException {
    var material = material(connection, intent);
    var stops = stops(connection, intent.agentWallet());
    var seen = seen(connection, intent.agentWallet());
    try (var s = connection.prepareStatement(PLATFORM_AND_MARKS)) {
      s.setString(1, intent.agentWallet());
      s.setObject(2, intent.botId());
      try (var row = s.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the platform's state is missing");
        }
        var mark = platform.highest();
        return new Standing(
            material,
            stops,
            seen,
            row.getBoolean(1),
            row.getLong(2),
            new Marks(
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                mark.version(),
                mark.frozen(),
                row.getString(6)));
      }
    }
  }

  private static @Nullable Material material(Connection connection, Intent intent)
      throws SQLException {
    try (var s = connection.prepareStatement(MATERIAL)) {
      s.setObject(1, intent.botId());
      s.setString(2, intent.agentWallet());
      try (var row = s.executeQuery()) {
        return row.next() ? material(row) : null;
      }
    }
  }

  private static Material material(ResultSet row) throws SQLException {
    return new Material(
        row.getString("agent_wallet"),
        row.getBytes("agent_public_key"),
        row.getString("owner"),
        row.getBytes("owner_public_key"),
        row.getBytes("owner_salt"),
        row.getInt("signing_mode"),
        row.getString("cluster"),
        row.getLong("state_version"),
        row.getBytes("sealed_seed"),
        row.getObject("bot_id", UUID.class),
        row.getString("venue"),
        row.getString("trading_account"),
        row.getString("trading_authority"),
        row.getInt("sub_account"),
        row.getLong("highest_ended_grant_sequence"),
        grant(row));
  }

  private static @Nullable GrantMaterial grant(ResultSet row) throws SQLException {
    var grantId = row.getObject("grant_id", UUID.class);
    if (grantId == null) {
      return null;
    }
    return new GrantMaterial(
        grantId,
        row.getLong("grant_sequence"),
        row.getLong("policy_version"),
        row.getBytes("policy"),
        row.getBytes("policy_sha256"),
        row.getBytes("policy_mac"),
        row.getBytes("wrapped_ek"),
        row.getBytes("signed_text"),
        row.getBytes("owner_signature"),
        row.getTimestamp("starts_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }

  private static List<Stop> stops(Connection connection, String wallet) throws SQLException {
    var stops = new ArrayList<Stop>();
    try (var s = connection.prepareStatement(STOPS)) {
      s.setString(1, wallet);
      try (var row = s.executeQuery()) {
        while (row.next()) {
          stops.add(
              new Stop(
                  row.getObject(1, UUID.class),
                  row.getObject(2, UUID.class),
                  row.getInt(3),
                  instant(row.getTimestamp(4)),
                  row.getBytes(5),
                  row.getBytes(6)));
        }
      }
    }
    return stops;
  }

  private static List<SeenStop> seen(Connection connection, String wallet) throws SQLException {
    var seen = new ArrayList<SeenStop>();
    try (var s = connection.prepareStatement(SEEN)) {
      s.setString(1, wallet);
      try (var row = s.executeQuery()) {
        while (row.next()) {
          seen.add(
              new SeenStop(
                  row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getInt(3)));
        }
      }
    }
    return seen;
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}

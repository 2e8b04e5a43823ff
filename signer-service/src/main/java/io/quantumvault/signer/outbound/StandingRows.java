package io.quantumvault.signer.outbound;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.Standing.Stop;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything in the database that gives or takes execution: the control plane's views, and
 * where the ledger ends.
 */
final class StandingRows {
  /**
   * Each lock as a statement of its own, before anything is read. The platform's lock is a fair
   * queue: who wants it alone is not passed by for ever.
   */
  static final String LOCKS =
      """
      SELECT agent_wallet FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE;
      SELECT pg_advisory_xact_lock_shared(%d);
      """
          .formatted(io.quantumvault.schemas.PlatformLock.KEY);

  static final String READS =
      """
      SELECT agent_wallet, agent_public_key, owner, owner_public_key, owner_salt, signing_mode, cluster,
             state_version, sealed_seed, bot_id, venue, trading_account, trading_authority,
             grant_id, policy_version, policy, policy_sha256, policy_mac, wrapped_ek, signed_text, owner_signature,
             starts_at, expires_at
      FROM control.signer_material WHERE bot_id = ? AND agent_wallet = ?;
      SELECT stop_id, bot_id, kind, resumed_at, resume_text, resume_signature
      FROM control.signer_stops WHERE agent_wallet = ? AND (resumed_at IS NULL OR stop_id = ANY (?));
      SELECT p.frozen, p.state_version,
             EXISTS (SELECT 1 FROM control.wallet_lock WHERE agent_wallet = ?),
             coalesce((SELECT last_sequence FROM ledger.wallets WHERE agent_wallet = ?), 0)
      FROM control.signer_platform p\
      """;

  private StandingRows() {}

  static void bindLocks(Parameters to, Intent intent) throws SQLException {
    to.add(intent.agentWallet());
  }

  static void skipLocks(Results results) throws SQLException {
    results.next();
    results.next();
  }

  /** Binds with the stops that hold by the marks: an ended row of one of them is looked at. */
  static void bindReads(Parameters to, Intent intent, Set<UUID> held) throws SQLException {
    to.add(intent.botId())
        .add(intent.agentWallet())
        .add(intent.agentWallet())
        .addIds(held)
        .add(intent.agentWallet())
        .add(intent.agentWallet());
  }

  static Standing read(Results results) throws SQLException {
    var material = results.next();
    var found = material.next() ? material(material) : null;
    var stops = stops(results.next());
    var rest = results.next();
    if (!rest.next()) {
      throw new SQLException("the platform's state is missing");
    }
    return new Standing(
        found, stops, rest.getBoolean(1), rest.getLong(2), rest.getBoolean(3), rest.getLong(4));
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
        grant(row));
  }

  private static @Nullable GrantMaterial grant(ResultSet row) throws SQLException {
    var grantId = row.getObject("grant_id", UUID.class);
    if (grantId == null) {
      return null;
    }
    return new GrantMaterial(
        grantId,
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

  private static List<Stop> stops(ResultSet row) throws SQLException {
    var stops = new ArrayList<Stop>();
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
    return stops;
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}

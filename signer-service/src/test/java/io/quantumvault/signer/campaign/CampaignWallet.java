package io.quantumvault.signer.campaign;

import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.UmkSlot;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.EndedGrant;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.signer.DriftAccountBytes;
import io.quantumvault.signer.SignerProcess;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * An owner with one agent wallet and its bots, made with real keys; what the control plane would do
 * to its rows, and the snapshots that it would tell of it.
 */
final class CampaignWallet {
  private static final SecureRandom RANDOM = new SecureRandom();

  final List<CampaignBot> bots = new ArrayList<>();
  private final Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(RANDOM);
  private final byte[] salt = random(32);
  private final Address agent;
  private final byte[] sealedSeed;
  private final List<StopRow> stops = new ArrayList<>();
  private long version = 1;

  /** A stop; null bot for the whole wallet. */
  record StopRow(UUID stopId, @Nullable UUID botId, int kind, Instant at) {}

  CampaignWallet(KeyWrapping kms, List<CampaignBot.Terms> terms, Instant issuedAt) {
    var owner = new Owner(publicKey(), salt);
    try (var umk = UmkSlot.newUmk()) {
      var keys = AgentWalletKeys.create(owner, umk);
      agent = Address.of(keys.agent().toBytes());
      sealedSeed = Objects.requireNonNull(keys.seed());
      for (int i = 0; i < terms.size(); i++) {
        try (var ek = GrantKey.derive(owner, umk, agent.bytes())) {
          bots.add(
              new CampaignBot(Address.of(publicKey()), agent, i, terms.get(i), kms, ek, issuedAt));
        }
      }
    }
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private byte[] publicKey() {
    return key.generatePublicKey().getEncoded();
  }

  private byte[] sign(byte[] message) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  String owner() {
    return Address.of(publicKey()).toString();
  }

  String address() {
    return agent.toString();
  }

  int partition() {
    return SignerProcess.partition(address());
  }

  void fund(ChainTruth chain) {
    chain.put(agent, new AccountData(Address.of(new byte[32]), 1_000_000_000, new byte[0]));
    for (var bot : bots) {
      chain.put(
          bot.tradingAccount,
          DriftAccountBytes.user(Address.of(publicKey()), agent, bot.number, 5000));
    }
  }

  /** Writes what the control plane would have written. */
  void insert(Connection c, Instant at) throws SQLException {
    var now = Timestamp.from(at);
    run(
        c,
        "INSERT INTO control.owners (address, public_key, salt, created_at) VALUES (?, ?, ?, ?)",
        owner(),
        publicKey(),
        salt,
        now);
    run(
        c,
        "INSERT INTO control.agent_wallets (address, public_key, owner, signing_mode, cluster,"
            + " sealed_seed, state_version, created_at) VALUES (?, ?, ?, 2, 'localnet', ?, 1, ?)",
        address(),
        agent.bytes(),
        owner(),
        sealedSeed,
        now);
    run(c, "INSERT INTO control.wallet_lock (agent_wallet) VALUES (?)", address());
    for (var bot : bots) {
      insert(c, bot, now);
    }
  }

  private void insert(Connection c, CampaignBot bot, Timestamp now) throws SQLException {
    run(
        c,
        "INSERT INTO control.bots (bot_id, agent_wallet, owner, name, venue, trading_account,"
            + " trading_authority, sub_account, created_at) VALUES (?, ?, ?, 'bot', 'paper', ?, ?,"
            + " ?, ?)",
        bot.botId,
        address(),
        owner(),
        bot.tradingAccount.toString(),
        owner(),
        bot.number,
        now);
    run(
        c,
        "INSERT INTO control.grants (grant_id, bot_id, agent_wallet, grant_sequence,"
            + " policy_version, policy, policy_sha256, policy_mac, wrapped_ek, signed_text,"
            + " owner_signature, starts_at, expires_at) VALUES (?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?,"
            + " ?)",
        bot.grantId,
        bot.botId,
        address(),
        bot.policy.bytes(),
        bot.policy.sha256(),
        bot.mac,
        bot.wrappedEk,
        bot.text,
        sign(bot.text),
        Timestamp.from(bot.startsAt),
        Timestamp.from(bot.expiresAt));
  }

  /** Takes the wallet's lock, as the control plane does before it changes anything. */
  void lock(Connection c) throws SQLException {
    run(c, "SELECT 1 FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE", address());
  }

  void revoke(Connection c, CampaignBot bot) throws SQLException {
    run(
        c,
        "UPDATE control.grants SET ended_at = now(), wrapped_ek = NULL WHERE grant_id = ?",
        bot.grantId);
    bot.ended = true;
    changed(c);
  }

  void stop(Connection c, StopRow stop) throws SQLException {
    run(
        c,
        "INSERT INTO control.stops (stop_id, agent_wallet, scope, bot_id, kind, origin, created_at)"
            + " VALUES (?, ?, ?, ?, ?, 1, ?)",
        stop.stopId(),
        address(),
        stop.botId() == null ? 2 : 1,
        stop.botId(),
        stop.kind(),
        Timestamp.from(stop.at()));
    stops.add(stop);
    changed(c);
  }

  private void changed(Connection c) throws SQLException {
    version++;
    run(
        c,
        "UPDATE control.agent_wallets SET state_version = ? WHERE address = ?",
        version,
        address());
  }

  /** As the superuser: the rows of a grant that ended, as they were before. */
  void putBack(Connection c, CampaignBot bot) throws SQLException {
    run(
        c,
        "UPDATE control.grants SET ended_at = NULL, wrapped_ek = ?, grant_sequence = 9 WHERE"
            + " grant_id = ?",
        bot.wrappedEk,
        bot.grantId);
  }

  /** As the superuser: no stop was ever there. */
  void deleteStops(Connection c) throws SQLException {
    run(c, "DELETE FROM control.stops WHERE agent_wallet = ?", address());
  }

  /** What the outbox tells of the wallet now. */
  byte[] snapshot() {
    var state =
        AgentWalletState.newBuilder()
            .setAgentWallet(address())
            .setOwner(owner())
            .setStateVersion(version)
            .setCluster("localnet");
    for (var bot : bots) {
      var told =
          BotState.newBuilder()
              .setBotId(bot.botId.toString())
              .setVenue("paper")
              .setTradingAccount(bot.tradingAccount.toString())
              .setTradingAuthority(owner());
      if (bot.ended) {
        told.addEndedGrants(
            EndedGrant.newBuilder()
                .setGrantId(bot.grantId.toString())
                .setExpiresAtMs(bot.expiresAt.toEpochMilli()));
      } else {
        told.setGrant(
            Grant.newBuilder()
                .setGrantId(bot.grantId.toString())
                .setPolicyVersion(1)
                .setExpiresAtMs(bot.expiresAt.toEpochMilli()));
      }
      state.addBots(told);
    }
    for (var stop : stops) {
      state.addStops(
          Stop.newBuilder()
              .setStopId(stop.stopId().toString())
              .setBotId(stop.botId() == null ? "" : stop.botId().toString())
              .setKindValue(stop.kind())
              .setOriginValue(1)
              .setAtMs(stop.at().toEpochMilli()));
    }
    return state.build().toByteArray();
  }

  static void run(Connection c, String sql, @Nullable Object... values) throws SQLException {
    try (var s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      s.execute();
    }
  }
}

package io.quantumvault.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.UmkSlot;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.solana.address.Address;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An owner with an agent wallet, one bot and a signed grant, made with real keys. */
public final class TestOwner {
  public static final String DOMAIN = "localhost:8080";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(RANDOM);
  private final byte[] salt = random(32);
  private final byte[] agentKey;
  private final byte[] sealedSeed;
  private final byte[] wrappedEk;
  private final byte[] mac;
  private final UUID botId = UUID.randomUUID();
  private final UUID grantId = UUID.randomUUID();
  private final Instant issuedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Instant expiresAt = issuedAt.plus(Duration.ofHours(1));
  private final PolicyDocument policy;
  private final byte[] text;

  public TestOwner(KeyWrapping kms) {
    this(kms, p -> p);
  }

  public TestOwner(KeyWrapping kms, UnaryOperator<PolicyDocument> change) {
    var owner = new Owner(publicKey(), salt);
    try (var umk = UmkSlot.newUmk()) {
      var keys = AgentWalletKeys.create(owner, umk);
      agentKey = keys.agent().toBytes();
      policy = change.apply(standard());
      text =
          AuthorisationText.of(
                  new Binding.Enable(policy, 1, expiresAt),
                  new Frame(
                      DOMAIN,
                      "http://" + DOMAIN,
                      "localnet",
                      address(),
                      grantId,
                      HexFormat.of().formatHex(random(32)),
                      issuedAt,
                      issuedAt.plus(Duration.ofMinutes(5))))
              .render()
              .getBytes(UTF_8);
      sealedSeed = Objects.requireNonNull(keys.seed());
      try (var ek = GrantKey.derive(owner, umk, agentKey)) {
        mac = ek.policyMac(botId, 1, policy.bytes());
        wrappedEk =
            ek.seal(
                kms,
                new GrantTerms(
                    botId, grantId, Bytes32.of(policy.sha256()), exitsUntil().toEpochMilli()));
      }
    }
  }

  private PolicyDocument standard() {
    return new PolicyDocument(
        1,
        botId,
        agentWallet(),
        "localnet",
        "paper",
        account().tradingAccount().toString(),
        List.of("SOL-PERP"),
        new BigDecimal("3000"),
        new BigDecimal("1000"),
        new BigDecimal("3"),
        List.of(OrderKind.MARKET, OrderKind.LIMIT),
        100,
        200,
        60,
        PolicyDocument.PositionMode.NEVER_BEYOND,
        false,
        null,
        null,
        null,
        new BigDecimal("500"),
        10,
        100,
        5,
        null,
        50_000_000,
        1_000_000);
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  public byte[] publicKey() {
    return key.generatePublicKey().getEncoded();
  }

  public byte[] sign(byte[] message) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** What a lenient verifier would take for the owner's signature. */
  public List<NonStrictSignature> nonStrict(byte[] message) {
    return NonStrictSignature.underKeyOf(key.getEncoded(), message);
  }

  public String address() {
    return Address.of(publicKey()).toString();
  }

  public String agentWallet() {
    return Address.of(agentKey).toString();
  }

  public UUID botId() {
    return botId;
  }

  public UUID grantId() {
    return grantId;
  }

  public PolicyDocument policy() {
    return policy;
  }

  /** When the last exit may be signed. */
  public Instant exitsUntil() {
    return expiresAt.plus(policy.exitsFor());
  }

  public Instant issuedAt() {
    return issuedAt;
  }

  /** The owner wallet owns the trading account; the agent is its delegate. */
  public BotAccount account() {
    var authority = Address.of(publicKey());
    return new BotAccount(Address.of(agentKey), authority, DriftAccountBytes.user(authority, 0));
  }

  public Material material() {
    return new Material(
        agentWallet(),
        agentKey,
        address(),
        publicKey(),
        salt,
        Material.SERVER_SIDE,
        "localnet",
        1,
        sealedSeed,
        botId,
        "paper",
        account().tradingAccount().toString(),
        address(),
        grant());
  }

  public GrantMaterial grant() {
    return new GrantMaterial(
        grantId,
        1,
        policy.bytes(),
        policy.sha256(),
        mac,
        wrappedEk,
        text,
        sign(text),
        issuedAt,
        expiresAt);
  }

  /** Funds the trading account and the agent wallet. */
  public void fund(FakeChain chain, long usdc) {
    var account = account();
    chain.put(
        account.tradingAccount(),
        DriftAccountBytes.user(account.authority(), account.agent(), 0, usdc));
    chain.put(
        account.agent(),
        new io.quantumvault.solana.rpc.Chain.AccountData(
            Address.of(new byte[32]), 1_000_000_000, new byte[0]));
  }

  /** Writes what the control plane would have written. */
  public void insert(Connection c) throws SQLException {
    var now = Timestamp.from(issuedAt);
    run(
        c,
        "INSERT INTO control.owners (address, public_key, salt, created_at) VALUES (?, ?, ?, ?)",
        address(),
        publicKey(),
        salt,
        now);
    run(
        c,
        "INSERT INTO control.agent_wallets (address, public_key, owner, signing_mode, cluster,"
            + " sealed_seed, state_version, created_at) VALUES (?, ?, ?, 2, 'localnet', ?, 1, ?)",
        agentWallet(),
        agentKey,
        address(),
        sealedSeed,
        now);
    run(c, "INSERT INTO control.wallet_lock (agent_wallet) VALUES (?)", agentWallet());
    run(
        c,
        "INSERT INTO control.bots (bot_id, agent_wallet, owner, name, venue, trading_account,"
            + " trading_authority, sub_account, created_at) VALUES (?, ?, ?, 'bot', 'paper', ?, ?,"
            + " 0, ?)",
        botId,
        agentWallet(),
        address(),
        account().tradingAccount().toString(),
        address(),
        now);
    var grant = grant();
    run(
        c,
        "INSERT INTO control.grants (grant_id, bot_id, agent_wallet, grant_sequence,"
            + " policy_version, policy, policy_sha256, policy_mac, wrapped_ek, signed_text,"
            + " owner_signature, starts_at, expires_at, exits_until) VALUES (?, ?, ?, 1, 1, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?)",
        grantId,
        botId,
        agentWallet(),
        grant.policy(),
        grant.policySha256(),
        grant.policyMac(),
        wrappedEk,
        grant.signedText(),
        grant.ownerSignature(),
        now,
        Timestamp.from(expiresAt),
        Timestamp.from(exitsUntil()));
  }

  /** Ends the grant as the control plane does: under the wallet's lock. */
  public void revoke(Connection c) throws SQLException {
    run(c, "SELECT 1 FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE", agentWallet());
    run(
        c,
        "UPDATE control.grants SET ended_at = now(), wrapped_ek = NULL WHERE grant_id = ?",
        grantId);
    run(c, "UPDATE control.bots SET highest_ended_grant_sequence = 1 WHERE bot_id = ?", botId);
  }

  static void run(Connection c, String sql, Object... values) throws SQLException {
    try (var s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      s.execute();
    }
  }
}

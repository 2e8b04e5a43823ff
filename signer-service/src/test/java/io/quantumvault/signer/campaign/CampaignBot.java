package io.quantumvault.signer.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.signer.DriftAccountBytes;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.solana.address.Address;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** A bot under one signed grant. */
final class CampaignBot {
  final UUID botId = UUID.randomUUID();
  final UUID grantId = UUID.randomUUID();
  final String agentWallet;
  final int number;
  final Address tradingAccount;
  final Terms terms;
  final PolicyDocument policy;
  final byte[] text;
  final byte[] mac;
  final byte[] wrappedEk;
  final Instant startsAt;
  final Instant expiresAt;
  volatile boolean ended;

  /** How strict a bot's policy is. */
  record Terms(int maxPositionUsd, int ordersPerMinute, int ordersPerDay, Duration lives) {}

  CampaignBot(
      Address owner,
      Address agent,
      int number,
      Terms terms,
      KeyWrapping kms,
      GrantKey ek,
      Instant issuedAt) {
    this.agentWallet = agent.toString();
    this.number = number;
    this.terms = terms;
    this.tradingAccount = DriftAccountBytes.user(owner, number);
    this.startsAt = issuedAt;
    this.expiresAt = issuedAt.plus(terms.lives());
    this.policy = policy();
    this.text = text(owner, issuedAt);
    this.mac = ek.policyMac(botId, 1, policy.bytes());
    this.wrappedEk =
        ek.seal(
            kms,
            new GrantTerms(
                botId,
                grantId,
                Bytes32.of(policy.sha256()),
                expiresAt.plus(policy.exitsFor()).toEpochMilli()));
  }

  private PolicyDocument policy() {
    return new PolicyDocument(
        1,
        botId,
        agentWallet,
        "localnet",
        "paper",
        tradingAccount.toString(),
        List.of("SOL-PERP"),
        new BigDecimal(terms.maxPositionUsd()),
        new BigDecimal("1000"),
        new BigDecimal("3"),
        List.of(OrderKind.MARKET),
        100,
        200,
        60,
        PolicyDocument.PositionMode.NEVER_BEYOND,
        false,
        null,
        null,
        null,
        new BigDecimal("500"),
        terms.ordersPerMinute(),
        terms.ordersPerDay(),
        5,
        null,
        50_000_000,
        1_000_000);
  }

  private byte[] text(Address owner, Instant issuedAt) {
    return AuthorisationText.of(
            new Binding.Enable(policy, 1, expiresAt),
            new Frame(
                TestOwner.DOMAIN,
                "http://" + TestOwner.DOMAIN,
                "localnet",
                owner.toString(),
                grantId,
                HexFormat.of().formatHex(CampaignWallet.random(32)),
                issuedAt,
                issuedAt.plus(Duration.ofMinutes(5))))
        .render()
        .getBytes(UTF_8);
  }
}

package io.quantumvault.policy.inbound;

import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.text.GrantText;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.Grant;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a grant and finds out whether its owner signed exactly this policy, for this bot. */
final class GrantReader {
  private final Set<String> origins;
  private final OwnerSignatures signatures;

  GrantReader(Set<String> origins, OwnerSignatures signatures) {
    this.origins = origins;
    this.signatures = signatures;
  }

  GrantTerms read(AgentWalletState wallet, UUID botId, BotState bot) throws UnreadableRecord {
    var grant = bot.getGrant();
    var grantId = Fields.id("grant id", grant.getGrantId());
    var expiresAt = Fields.time("grant expiry", grant.getExpiresAtMs());
    var policy = policy(grant);
    return new GrantTerms(
        grantId,
        Fields.time("grant start", grant.getStartsAtMs()),
        expiresAt,
        Long.compareUnsigned(grant.getGrantSequence(), bot.getHighestEndedGrantSequence()) <= 0,
        grant.getPolicyVersion(),
        HexFormat.of().formatHex(grant.getPolicySha256().toByteArray()),
        policy == null ? null : limits(policy),
        policy != null
            && hashMatches(grant)
            && concerns(policy, wallet, botId, bot)
            && signed(wallet.getOwner(), grant, policy, grantId, expiresAt));
  }

  private static @Nullable PolicyDocument policy(Grant grant) {
    try {
      return PolicyDocument.parseCanonical(grant.getPolicy().toByteArray());
    } catch (PolicyFormatException e) {
      return null;
    }
  }

  private static boolean hashMatches(Grant grant) {
    return MessageDigest.isEqual(
        Sha256.of(grant.getPolicy().toByteArray()), grant.getPolicySha256().toByteArray());
  }

  /** A policy signed for one bot says nothing of another, nor of the same bot elsewhere. */
  private static boolean concerns(
      PolicyDocument policy, AgentWalletState wallet, UUID botId, BotState bot) {
    return policy.botId().equals(botId)
        && policy.agentWallet().equals(wallet.getAgentWallet())
        && policy.cluster().equals(wallet.getCluster())
        && policy.venue().equals(bot.getVenue())
        && policy.tradingAccount().equals(bot.getTradingAccount());
  }

  private boolean signed(
      String owner, Grant grant, PolicyDocument policy, UUID grantId, Instant expiresAt) {
    byte[] text = grant.getSignedText().toByteArray();
    return GrantText.matches(
            text, policy, grant.getPolicyVersion(), grantId, expiresAt, owner, origins)
        && signatures.valid(owner, text, grant.getOwnerSignature().toByteArray());
  }

  private static Limits limits(PolicyDocument policy) {
    return new Limits(
        Set.copyOf(policy.allowedMarkets()),
        policy.allowedOrderTypes().stream()
            .map(kind ->
                switch (kind) {
                  case MARKET -> OrderType.MARKET;
                  case LIMIT -> OrderType.LIMIT;
                })
            .collect(Collectors.toUnmodifiableSet()),
        policy.maxPositionNotionalUsd(),
        policy.maxOrderNotionalUsd(),
        policy.maxLeverage(),
        policy.maxSlippageBps(),
        policy.dailyLossLimitUsd(),
        policy.maxOrdersPerMinute(),
        policy.maxOrdersPerDay(),
        policy.maxOpenOrders(),
        policy.tradingHours());
  }
}

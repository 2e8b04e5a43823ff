package io.quantumvault.schemas.proof;

import io.quantumvault.schemas.policy.PolicyDocument;
import java.util.UUID;

/** Who is about to act under a grant, and where. */
public record GrantedBot(
    UUID botId, String agentWallet, String cluster, String venue, String tradingAccount) {

  /** A policy signed for one bot says nothing of another, nor of the same bot elsewhere. */
  boolean isMeantBy(PolicyDocument policy) {
    return policy.botId().equals(botId)
        && policy.agentWallet().equals(agentWallet)
        && policy.cluster().equals(cluster)
        && policy.venue().equals(venue)
        && policy.tradingAccount().equals(tradingAccount);
  }
}

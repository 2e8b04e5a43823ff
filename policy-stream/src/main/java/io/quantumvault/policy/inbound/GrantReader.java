package io.quantumvault.policy.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.schemas.proof.GrantProof;
import io.quantumvault.schemas.proof.GrantedBot;
import io.quantumvault.schemas.proof.SignedGrant;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import java.util.HexFormat;
import java.util.UUID;

/** Reads a grant and finds out whether its owner signed exactly this policy, for this bot. */
final class GrantReader {
  private final GrantProof proof;

  GrantReader(GrantProof proof) {
    this.proof = proof;
  }

  GrantTerms read(AgentWalletState wallet, UUID botId, BotState bot) throws UnreadableRecord {
    var grant = bot.getGrant();
    var grantId = Fields.id("grant id", grant.getGrantId());
    var expiresAt = Fields.time("grant expiry", grant.getExpiresAtMs());
    var startsAt = Fields.time("grant start", grant.getStartsAtMs());
    boolean ended =
        Long.compareUnsigned(grant.getGrantSequence(), bot.getHighestEndedGrantSequence()) <= 0;
    var signed =
        new SignedGrant(
            grantId,
            grant.getPolicyVersion(),
            grant.getPolicy().toByteArray(),
            grant.getPolicySha256().toByteArray(),
            expiresAt,
            grant.getSignedText().toByteArray(),
            grant.getOwnerSignature().toByteArray());
    var where =
        new GrantedBot(
            botId,
            wallet.getAgentWallet(),
            wallet.getCluster(),
            bot.getVenue(),
            bot.getTradingAccount());
    var shown = proof.check(signed, where, wallet.getOwner());
    var policy =
        switch (shown) {
          case GrantProof.Result.Proven proven -> proven.policy();
          // Its limits add their reasons to the refusal that follows in any case.
          case GrantProof.Result.Unproven unproven -> unproven.claimed();
        };
    return new GrantTerms(
        grantId,
        startsAt,
        expiresAt,
        ended,
        grant.getPolicyVersion(),
        HexFormat.of().formatHex(signed.policySha256()),
        new String(signed.policy(), UTF_8),
        policy == null ? null : LimitsReader.of(policy),
        shown instanceof GrantProof.Result.Proven);
  }
}

package io.quantumvault.signer.limits;

import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.solana.address.Address;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database holds for one bot: public facts, sealed records, and the live grant if any. */
@SuppressWarnings("ArrayRecordComponent")
public record Material(
    String agentWallet,
    byte[] agentPublicKey,
    String owner,
    byte[] ownerPublicKey,
    byte[] ownerSalt,
    int signingMode,
    String cluster,
    long stateVersion,
    byte @Nullable [] sealedSeed,
    UUID botId,
    String venue,
    String tradingAccount,
    String tradingAuthority,
    @Nullable GrantMaterial grant) {

  /** Keys kept sealed on the server, opened only here under a grant. */
  public static final int SERVER_SIDE = 2;

  /** The bot's account at its venue. */
  public BotAccount account() {
    return new BotAccount(
        Address.of(agentPublicKey), Address.of(tradingAuthority), Address.of(tradingAccount));
  }

  /** The live grant with its evidence. */
  @SuppressWarnings("ArrayRecordComponent")
  public record GrantMaterial(
      UUID grantId,
      long policyVersion,
      byte[] policy,
      byte[] policySha256,
      byte[] policyMac,
      byte @Nullable [] wrappedEk,
      byte[] signedText,
      byte[] ownerSignature,
      Instant startsAt,
      Instant expiresAt) {

    /**
     * Until when exits pass: the policy's {@code exitMinutes} after the grant's end. Where the
     * policy cannot be read or is not the one of the hash, they end with the grant.
     */
    public Instant exitsUntil() {
      if (!Arrays.equals(Sha256.of(policy), policySha256)) {
        return expiresAt;
      }
      try {
        return expiresAt.plus(PolicyDocument.parseCanonical(policy).exitsFor());
      } catch (PolicyFormatException e) {
        return expiresAt;
      }
    }
  }
}

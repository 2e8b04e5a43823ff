package io.quantumvault.control.vault;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act of an owner, or an attempt at one. Never words, keys, signatures over K, cookies or
 * bodies.
 *
 * @param correlationId the challenge or request it belongs to
 * @param grantId for GRANTED: the grant whose full evidence belongs in the record
 */
@SuppressWarnings("ArrayRecordComponent")
public record VaultFact(
    Kind kind,
    String owner,
    String agentWallet,
    @Nullable UUID botId,
    boolean succeeded,
    String reason,
    Severity severity,
    UUID correlationId,
    Client client,
    byte @Nullable [] signedText,
    byte @Nullable [] ownerSignature,
    @Nullable UUID grantId) {

  /** What was done or tried. */
  public enum Kind {
    ENROLLED,
    SIGNED_IN,
    SIGNED_OUT,
    AGENT_WALLET_CREATED,
    BOT_CREATED,
    BOT_DELETED,
    POLICY_EDITED,
    GRANTED,
    REVOKED,
    STOPPED,
    RESUMED,
    WEBHOOK_CREATED,
    WEBHOOK_DELETED,
    WEBHOOK_SECRET_CREATED,
    WEBHOOK_SECRET_DELETED,
    SESSION_REVOKED,
    CHALLENGE_REFUSED
  }

  /** How loudly to say it. */
  public enum Severity {
    INFO,
    WARNING,
    ALERT
  }

  /** A success that needs no more words. */
  public static VaultFact done(Kind kind, String owner, UUID correlationId, Client client) {
    return new VaultFact(
        kind, owner, "", null, true, "", Severity.INFO, correlationId, client, null, null, null);
  }

  /** A refused attempt of a known owner. */
  public static VaultFact refused(
      String owner, String reason, Severity severity, UUID correlationId, Client client) {
    return new VaultFact(
        Kind.CHALLENGE_REFUSED,
        owner,
        "",
        null,
        false,
        reason,
        severity,
        correlationId,
        client,
        null,
        null,
        null);
  }

  public VaultFact on(String wallet, @Nullable UUID bot) {
    return new VaultFact(
        kind,
        owner,
        wallet,
        bot,
        succeeded,
        reason,
        severity,
        correlationId,
        client,
        signedText,
        ownerSignature,
        grantId);
  }

  public VaultFact because(String why, Severity howLoud) {
    return new VaultFact(
        kind,
        owner,
        agentWallet,
        botId,
        succeeded,
        why,
        howLoud,
        correlationId,
        client,
        signedText,
        ownerSignature,
        grantId);
  }

  /** With the owner's authorisation as evidence. */
  public VaultFact signed(byte[] text, byte[] signature) {
    return new VaultFact(
        kind,
        owner,
        agentWallet,
        botId,
        succeeded,
        reason,
        severity,
        correlationId,
        client,
        text,
        signature,
        grantId);
  }

  public VaultFact withGrant(UUID grant) {
    return new VaultFact(
        kind,
        owner,
        agentWallet,
        botId,
        succeeded,
        reason,
        severity,
        correlationId,
        client,
        signedText,
        ownerSignature,
        grant);
  }
}

package io.quantumvault.control.grant;

import java.time.Instant;
import java.util.UUID;

/**
 * A grant with all its evidence and material.
 *
 * @param policyMac under the policy key derived from EK
 * @param wrappedEk EK wrapped to the signer (type 5, KMS execution), erased when the grant ends
 * @param exitsUntil when the last exit may be signed; until then a grant that expired lives on
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewGrant(
    UUID grantId,
    UUID botId,
    String agentWallet,
    long policyVersion,
    byte[] policy,
    byte[] policySha256,
    byte[] policyMac,
    byte[] wrappedEk,
    byte[] signedText,
    byte[] ownerSignature,
    Instant startsAt,
    Instant expiresAt,
    Instant exitsUntil) {}

package io.quantumvault.schemas.proof;

import java.time.Instant;
import java.util.UUID;

/**
 * A grant with what its owner is said to have signed.
 *
 * @param policy the bytes whose limits hold
 * @param policySha256 the hash that the record names
 * @param signedText the text as the owner saw it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SignedGrant(
    UUID grantId,
    long policyVersion,
    byte[] policy,
    byte[] policySha256,
    Instant expiresAt,
    byte[] signedText,
    byte[] ownerSignature) {}

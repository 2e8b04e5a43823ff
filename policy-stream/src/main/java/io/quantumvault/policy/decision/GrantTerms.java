package io.quantumvault.policy.decision;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A grant as it stands in the newest snapshot.
 *
 * @param ended its number is not above the highest ended one
 * @param policySha256 lower-case hex of the hash the grant names
 * @param policy the canonical JSON the grant names, as it was kept
 * @param limits absent when the policy bytes cannot be read
 * @param ownerSigned policy bytes, hash, signed text and the owner's signature all agree
 */
public record GrantTerms(
    UUID grantId,
    Instant startsAt,
    Instant expiresAt,
    boolean ended,
    long policyVersion,
    String policySha256,
    String policy,
    @Nullable Limits limits,
    boolean ownerSigned) {

  /** Until when exits pass. */
  public Instant exitsEndAt() {
    return limits == null ? expiresAt : expiresAt.plus(limits.exitsFor());
  }
}

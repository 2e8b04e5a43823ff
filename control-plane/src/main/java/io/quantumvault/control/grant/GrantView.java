package io.quantumvault.control.grant;

import java.time.Instant;
import java.util.UUID;

/**
 * A live grant as its owner sees it: no key material.
 *
 * @param exitsUntil until when exits pass under it
 */
public record GrantView(
    UUID grantId,
    UUID botId,
    String agentWallet,
    long grantSequence,
    long policyVersion,
    Instant startsAt,
    Instant expiresAt,
    Instant exitsUntil) {}

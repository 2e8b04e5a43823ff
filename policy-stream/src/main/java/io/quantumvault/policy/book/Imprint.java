package io.quantumvault.policy.book;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an alert to know it again.
 *
 * @param nonce first 16 bytes of the SHA-256 of a signed webhook's own id; absent for others
 * @param content first 16 bytes of the SHA-256 of the canonical signal
 * @param receivedAt minted into the signal id at HTTP receipt
 */
public record Imprint(
    UUID signalId, @Nullable UUID nonce, UUID content, Instant alertTime, Instant receivedAt) {}

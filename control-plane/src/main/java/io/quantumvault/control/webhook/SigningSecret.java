package io.quantumvault.control.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A signing secret as it is kept.
 *
 * @param sealed the type-6 record under the KMS name {@code webhook}, which only ingest-service
 *     opens
 */
@SuppressWarnings("ArrayRecordComponent")
public record SigningSecret(UUID id, byte[] sealed, Instant createdAt) {}

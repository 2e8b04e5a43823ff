package io.quantumvault.control.session;

import java.time.Instant;
import java.util.UUID;

/** A signed-in session. The server knows only hashes of its secret and its CSRF token. */
@SuppressWarnings("ArrayRecordComponent")
public record Session(
    UUID id,
    String owner,
    byte[] secretSha256,
    byte[] csrfSha256,
    Instant createdAt,
    Instant lastSeenAt,
    Instant expiresAt) {}

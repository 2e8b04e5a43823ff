package io.quantumvault.schemas.text;

import java.time.Instant;
import java.util.UUID;

/**
 * What every authorisation text says besides its purpose.
 *
 * @param domain host and port as the browser shows them, such as {@code localhost:8080}
 * @param uri the origin, such as {@code http://localhost:8080}
 * @param cluster mainnet, devnet or localnet
 * @param ownerAddress Base58 owner wallet
 * @param challengeId written as Request ID
 * @param nonceHex 32 fresh random bytes as 64 lower-case hex characters
 * @param issuedAt whole milliseconds
 * @param expiresAt whole milliseconds; after it the text is refused
 */
public record Frame(
    String domain,
    String uri,
    String cluster,
    String ownerAddress,
    UUID challengeId,
    String nonceHex,
    Instant issuedAt,
    Instant expiresAt) {}

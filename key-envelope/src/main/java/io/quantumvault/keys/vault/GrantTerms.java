package io.quantumvault.keys.vault;

import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import java.util.UUID;

/**
 * What a grant's execution key is wrapped for: under any other terms it does not open.
 *
 * @param expiresAtMs the grant's end, in milliseconds since 1970 UTC
 */
public record GrantTerms(UUID botId, UUID grantId, Bytes32 policySha256, long expiresAtMs) {
  Aad of(Owner owner, byte[] agentPublicKey) {
    return Aad.grant(
        owner.publicKey(), agentPublicKey, botId, grantId, policySha256.toBytes(), expiresAtMs);
  }
}

package io.quantumvault.keys.vault;

import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import java.util.UUID;

/**
 * What a grant's execution key is wrapped for: under any other terms it does not open.
 *
 * @param endsAtMs when the last exit may be signed: the grant's end and its policy's {@code
 *     exitMinutes}, in milliseconds since 1970 UTC
 */
public record GrantTerms(UUID botId, UUID grantId, Bytes32 policySha256, long endsAtMs) {
  Aad of(Owner owner, byte[] agentPublicKey) {
    return Aad.grant(
        owner.publicKey(), agentPublicKey, botId, grantId, policySha256.toBytes(), endsAtMs);
  }
}

package io.quantumvault.policy.inbound;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Sha256;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Verifies owners' ed25519 signatures (strict RFC 8032), remembering answers by hash: the same
 * grant comes again with every change of its wallet. All of it is public data.
 */
final class OwnerSignatures {
  private static final int REMEMBERED = 4096;

  private final Map<UUID, Boolean> answers =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  boolean valid(String ownerAddress, byte[] text, byte[] signature) {
    if (!Base58.isAddress(ownerAddress)) {
      return false;
    }
    byte[] owner = Base58.decode(ownerAddress);
    // Owner and signature hash have fixed lengths, so no two triples share a hash input.
    var hash = ByteBuffer.wrap(Sha256.of(owner, Sha256.of(signature), text));
    return answers.computeIfAbsent(
        new UUID(hash.getLong(), hash.getLong()), key -> Ed25519.verify(owner, text, signature));
  }
}

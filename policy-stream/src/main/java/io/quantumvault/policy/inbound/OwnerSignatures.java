package io.quantumvault.policy.inbound;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.proof.SignatureCheck;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Verifies owners' ed25519 signatures (strict RFC 8032), remembering answers by hash: the same
 * grant comes again with every change of its wallet. All of it is public data.
 */
final class OwnerSignatures implements SignatureCheck {
  private static final int REMEMBERED = 4096;

  private final Map<UUID, Boolean> answers =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  @Override
  public boolean signed(byte[] owner, byte[] text, byte[] signature) {
    // Owner and signature hash have fixed lengths, so no two triples share a hash input.
    var hash = ByteBuffer.wrap(Sha256.of(owner, Sha256.of(signature), text));
    return answers.computeIfAbsent(
        new UUID(hash.getLong(), hash.getLong()), key -> Ed25519.verify(owner, text, signature));
  }
}

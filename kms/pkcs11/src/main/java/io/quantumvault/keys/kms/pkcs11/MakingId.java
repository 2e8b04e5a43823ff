package io.quantumvault.keys.kms.pkcs11;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The CKA_ID of a wrapping key: milliseconds since 1970 UTC i64 LE ‖ 8 random bytes.
 *
 * <p>So the time a key was made at is part of the object from its first moment and cannot be
 * changed (CKA_MODIFIABLE is false); a public half has the time at which it began to wrap. PKCS#11
 * itself has only a date. The random bytes tell the makings of two rotations apart that chose the
 * same number.
 */
final class MakingId {
  static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private MakingId() {}

  static byte[] at(Instant madeAt) {
    byte[] random = new byte[BYTES - Long.BYTES];
    RANDOM.nextBytes(random);
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(madeAt.toEpochMilli())
        .put(random)
        .array();
  }

  /** Refuses an object that rotation did not make: how old it is cannot be guessed. */
  static Instant madeAt(KeyLabel label, byte[] id) {
    if (id.length != BYTES) {
      throw new TokenRefused(
          "key %s does not say when it was made (its CKA_ID must have %d bytes: milliseconds, then random ones)"
              .formatted(label.text(), BYTES));
    }
    return Instant.ofEpochMilli(ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }
}

package io.quantumvault.keys.kms.pkcs11;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * When a wrapping key was made, as its CKA_ID: eight bytes, milliseconds since 1970 UTC,
 * big-endian.
 *
 * <p>The dates that PKCS#11 itself has know only days. The attribute cannot be changed later, since
 * the objects are made with CKA_MODIFIABLE false.
 */
final class MadeAt {
  private MadeAt() {}

  static byte[] id(Instant madeAt) {
    return ByteBuffer.allocate(Long.BYTES).putLong(madeAt.toEpochMilli()).array();
  }

  /** A key that somebody else made counts as made at the end of time: it is never too old. */
  static Instant of(byte[] id) {
    try {
      return id.length == Long.BYTES
          ? Instant.ofEpochMilli(ByteBuffer.wrap(id).getLong())
          : Instant.MAX;
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }
}

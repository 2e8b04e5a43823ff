package io.quantumvault.keys.kms.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;

/**
 * What the token in a slot says of itself: CK_TOKEN_INFO.
 *
 * @param label without the spaces that fill it up
 */
record TokenInfo(String label, long flags) {
  static final int BYTES = 256;
  private static final int LABEL_BYTES = 32;
  private static final int FLAGS_AT = 96;

  static TokenInfo read(MemorySegment info) {
    byte[] label = new byte[LABEL_BYTES];
    MemorySegment.copy(info, JAVA_BYTE, 0, label, 0, label.length);
    return new TokenInfo(new String(label, UTF_8).stripTrailing(), info.get(JAVA_LONG, FLAGS_AT));
  }
}

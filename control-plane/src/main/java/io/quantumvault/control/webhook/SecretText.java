package io.quantumvault.control.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quantumvault.keys.memory.Reveal;
import io.quantumvault.keys.memory.RevealAccess;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signing secret as the Standard Webhooks specification writes it: {@code whsec_} and Base64 with
 * padding.
 *
 * <p>The one place of this service where a secret leaves key memory: its owner is shown it once.
 * Neither the bytes nor the text are ever a {@code String}; what is made on the way is wiped here,
 * the result by the caller.
 */
final class SecretText {
  private static final byte[] PREFIX = "whsec_".getBytes(US_ASCII);

  private SecretText() {}

  static byte[] of(SecretMemory secret) {
    byte[] raw = Reveal.copyOut(secret, RevealAccess.token);
    byte[] base64 = new byte[(raw.length + 2) / 3 * 4];
    try {
      Base64.getEncoder().encode(raw, base64);
      byte[] text = Arrays.copyOf(PREFIX, PREFIX.length + base64.length);
      System.arraycopy(base64, 0, text, PREFIX.length, base64.length);
      return text;
    } finally {
      Arrays.fill(raw, (byte) 0);
      Arrays.fill(base64, (byte) 0);
    }
  }
}

package io.quantumvault.control.inbound;

import io.quantumvault.schemas.ids.Base58;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signatures as clients write them: Base58 as wallets show them, or padded Base64. */
final class SignatureText {
  private static final int LONGEST = 88;

  private SignatureText() {}

  static byte[] signature(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalRequest("signature must be 64 bytes as Base58 or Base64");
    }
    byte[] bytes = text.endsWith("==") ? base64(text, "signature") : base58(text);
    if (bytes.length != 64) {
      throw new IllegalRequest("signature must be 64 bytes as Base58 or Base64");
    }
    return bytes;
  }

  static byte @Nullable [] message(@Nullable String text) {
    return text == null ? null : base64(text, "signedMessage");
  }

  private static byte[] base58(String text) {
    try {
      return Base58.decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalRequest("signature must be 64 bytes as Base58 or Base64");
    }
  }

  private static byte[] base64(String text, String name) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalRequest(name + " is not Base64");
    }
  }
}

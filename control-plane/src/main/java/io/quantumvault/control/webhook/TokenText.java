package io.quantumvault.control.webhook;

import java.util.Base64;

/** A token as it stands in the URL: Base64url without padding, 43 characters. */
public final class TokenText {
  private TokenText() {}

  public static String of(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }
}

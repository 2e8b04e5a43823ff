package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.WrappedKey;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code vault:v<N>:<base64>}, kept as key version N and the bytes. */
final class TransitCiphertext {
  private static final Pattern FORM = Pattern.compile("vault:v([1-9][0-9]{0,8}):([A-Za-z0-9+/=]+)");
  private static final int MAX_BYTES = 32 * 1024;

  private TransitCiphertext() {}

  /**
   * What the engine answered.
   *
   * @throws KmsUnavailable when it is not of this form
   */
  static WrappedKey parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw TransitAnswer.garbage();
    }
    int version = Integer.parseInt(matcher.group(1));
    try {
      return new WrappedKey(version, Base64.getDecoder().decode(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw TransitAnswer.garbage();
    }
  }

  /**
   * The text to send back.
   *
   * @throws CryptoFailure when no engine wrote such bytes
   */
  static String text(WrappedKey wrapped) {
    if (wrapped.providerBytes().length > MAX_BYTES) {
      throw new CryptoFailure();
    }
    return "vault:v%d:%s"
        .formatted(
            wrapped.keyVersion(), Base64.getEncoder().encodeToString(wrapped.providerBytes()));
  }
}

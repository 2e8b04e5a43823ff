package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.UUID;

/**
 * The key message K: the text whose signature is a key. It never parses as a sign-in text, is never
 * accepted as an authorisation, and its templates are frozen by version: a changed byte would lock
 * every owner out.
 */
public final class KeyMessage {
  /** The version new slots are made with. */
  public static final int CURRENT_VERSION = 1;

  private KeyMessage() {}

  /**
   * The bytes to sign.
   *
   * @param salt the slot's own 32 random bytes
   * @throws IllegalArgumentException for a version that was never issued
   */
  public static byte[] render(
      int templateVersion, String domain, String address, UUID slotId, byte[] salt) {
    if (templateVersion != 1) {
      throw new IllegalArgumentException(
          "key message version " + templateVersion + " is not known");
    }
    return """
    QuantumVault key message, version 1.

    Signing this text makes a key to your vault. Sign it only on the site named below: whoever gets this \
    signature from you anywhere else can use it against you.

    Site: %s
    Wallet: %s
    Slot: %s
    Salt: %s\
    """
        .formatted(domain, address, slotId, HexFormat.of().formatHex(salt))
        .getBytes(UTF_8);
  }
}

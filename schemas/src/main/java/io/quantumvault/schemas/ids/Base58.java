package io.quantumvault.schemas.ids;

/**
 * Base58 with the Bitcoin alphabet and no checksum, as Solana writes addresses and signatures.
 * Public data only.
 */
public final class Base58 {
  private static final int LONGEST_ADDRESS = 44;

  private Base58() {}

  /** The text of the bytes; leading zero bytes become leading ones. */
  public static String encode(byte[] bytes) {
    return org.p2p.solanaj.utils.Base58.encode(bytes);
  }

  /**
   * The bytes of the text.
   *
   * @throws IllegalArgumentException if a character is outside the alphabet
   */
  public static byte[] decode(String text) {
    try {
      return org.p2p.solanaj.utils.Base58.decode(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not Base58", e);
    }
  }

  /** Whether the text is the one Base58 form of exactly 32 bytes. */
  public static boolean isAddress(String text) {
    if (text.isEmpty() || text.length() > LONGEST_ADDRESS) {
      return false;
    }
    try {
      byte[] bytes = decode(text);
      return bytes.length == 32 && encode(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

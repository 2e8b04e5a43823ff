package io.quantumvault.keys.derive;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.AsciiText;
import io.quantumvault.keys.memory.Reveal;
import io.quantumvault.keys.memory.RevealAccess;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A BIP-39 passphrase as its derivation wants it: UTF-8 in normal form NFKD.
 *
 * <p>Agent wallets have none; this serves owners who recover a wallet made elsewhere. The library
 * normaliser works on the heap, so a copy of a passphrase with other than ASCII letters stays there
 * until it is collected; an ASCII one never becomes a string.
 */
public final class Passphrase {
  private Passphrase() {}

  /** The normalised passphrase, or null when it is empty; the characters are wiped. */
  public static @Nullable SecretMemory normalised(char[] passphrase) {
    try {
      if (passphrase.length == 0) {
        return null;
      }
      return SecretMemory.takeOwnershipOf(
          isAscii(passphrase) ? narrow(passphrase) : nfkd(passphrase));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /**
   * The same for a passphrase in UTF-8; an ASCII one never leaves key memory.
   *
   * @throws CryptoFailure when the bytes are not UTF-8
   */
  public static @Nullable SecretMemory normalised(SecretMemory utf8) {
    if (AsciiText.isAscii(utf8)) {
      return utf8.copy();
    }
    byte[] heap = Reveal.copyOut(utf8, RevealAccess.token);
    try {
      CharBuffer characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(heap));
      char[] copy = new char[characters.remaining()];
      characters.get(copy);
      Arrays.fill(characters.array(), '\0');
      return normalised(copy);
    } catch (CharacterCodingException e) {
      throw new CryptoFailure();
    } finally {
      Arrays.fill(heap, (byte) 0);
    }
  }

  private static boolean isAscii(char[] characters) {
    for (char c : characters) {
      if (c > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static byte[] narrow(char[] ascii) {
    byte[] bytes = new byte[ascii.length];
    for (int i = 0; i < ascii.length; i++) {
      bytes[i] = (byte) ascii[i];
    }
    return bytes;
  }

  private static byte[] nfkd(char[] characters) {
    return Normalizer.normalize(CharBuffer.wrap(characters), Normalizer.Form.NFKD)
        .getBytes(StandardCharsets.UTF_8);
  }
}

package io.quantumvault.keys.kms;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM as a server has it: nonce 12 ‖ ciphertext ‖ tag 16. */
public final class TestCipher {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestCipher() {}

  public static byte[] newKey() {
    return random(32);
  }

  public static byte[] seal(byte[] key, byte[] aad, byte[] plaintext) {
    byte[] nonce = random(12);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad).doFinal(plaintext);
      byte[] all = Arrays.copyOf(nonce, 12 + sealed.length);
      System.arraycopy(sealed, 0, all, 12, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] open(byte[] key, byte[] aad, byte[] sealed) throws AEADBadTagException {
    if (sealed.length < 28) {
      throw new AEADBadTagException();
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, 12), aad)
          .doFinal(sealed, 12, sealed.length - 12);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}

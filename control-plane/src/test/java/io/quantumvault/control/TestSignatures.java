package io.quantumvault.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Valid ed25519 signatures with a random nonce, as MPC wallets make them. */
final class TestSignatures {
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private TestSignatures() {}

  /** A strictly valid signature that differs from the deterministic one. */
  static byte[] anotherValidSignature(TestWallet wallet, String text) {
    byte[] nonceSeed = new byte[32];
    new SecureRandom().nextBytes(nonceSeed);
    // R = r·B is the public key of the nonce's seed, with the clamped scalar as r.
    BigInteger r = scalar(nonceSeed);
    byte[] encodedR;
    try (var memory = SecretMemory.takeOwnershipOf(nonceSeed)) {
      encodedR = Ed25519.publicKey(memory);
    }
    BigInteger k =
        littleEndian(sha512(encodedR, wallet.publicKey(), text.getBytes(UTF_8))).mod(ORDER);
    BigInteger s = r.add(k.multiply(wallet.scalar())).mod(ORDER);
    byte[] signature = Arrays.copyOf(encodedR, 64);
    byte[] bytes = s.toByteArray();
    for (int i = 0; i < Math.min(32, bytes.length); i++) {
      signature[32 + i] = bytes[bytes.length - 1 - i];
    }
    return signature;
  }

  static BigInteger scalar(byte[] seed) {
    byte[] hash = Arrays.copyOf(sha512(seed), 32);
    hash[0] &= (byte) 0xF8;
    hash[31] &= 0x7F;
    hash[31] |= 0x40;
    return littleEndian(hash);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] big = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      big[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  private static byte[] sha512(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

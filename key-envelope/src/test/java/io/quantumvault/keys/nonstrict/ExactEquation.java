package io.quantumvault.keys.nonstrict;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The verification equation [S]B = R + [k]A of RFC 8032, 5.1.7, without the cofactor, on public
 * data.
 */
public final class ExactEquation {
  public static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private ExactEquation() {}

  public static boolean holds(byte[] publicKey, byte[] message, byte[] signature) {
    byte[] encodedR = Arrays.copyOf(signature, 32);
    BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64));
    Optional<EdwardsPoint> a = EdwardsPoint.decode(publicKey);
    Optional<EdwardsPoint> r = EdwardsPoint.decode(encodedR);
    if (s.compareTo(ORDER) >= 0 || a.isEmpty() || r.isEmpty()) {
      return false;
    }
    if (a.get().isOfSmallOrder() || r.get().isOfSmallOrder()) {
      return false;
    }
    BigInteger k = challenge(encodedR, publicKey, message);
    return EdwardsPoint.BASE.times(s).isSameAs(r.get().plus(a.get().times(k)));
  }

  /**
   * The most that any verifier in use forgives: encodings that are not canonical, any S, points of
   * small order, and whatever the cofactor takes away.
   */
  public static boolean holdsLeniently(byte[] publicKey, byte[] message, byte[] signature) {
    byte[] encodedR = Arrays.copyOf(signature, 32);
    BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64));
    Optional<EdwardsPoint> a = EdwardsPoint.decodeLeniently(publicKey);
    Optional<EdwardsPoint> r = EdwardsPoint.decodeLeniently(encodedR);
    if (a.isEmpty() || r.isEmpty()) {
      return false;
    }
    BigInteger eight = BigInteger.valueOf(8);
    BigInteger k = challenge(encodedR, publicKey, message);
    return EdwardsPoint.BASE
        .times(s)
        .times(eight)
        .isSameAs(r.get().plus(a.get().times(k)).times(eight));
  }

  /** SHA-512(R ‖ A ‖ M) as a scalar. */
  public static BigInteger challenge(byte[] encodedR, byte[] publicKey, byte[] message) {
    return littleEndian(sha512(encodedR, publicKey, message)).mod(ORDER);
  }

  public static byte[] littleEndian(BigInteger number) {
    byte[] bigEndian = number.toByteArray();
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32 && i < bigEndian.length; i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return bytes;
  }

  public static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  static byte[] sha512(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.quantumvault.keys.nonstrict;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A signature that a lenient verifier takes and the strict rule refuses. With two rules about one
 * signature, two services disagree about what an owner has signed.
 *
 * @param kind what is wrong with it
 * @param publicKey the key it is under
 */
@SuppressWarnings("ArrayRecordComponent")
public record NonStrictSignature(Kind kind, byte[] publicKey, byte[] signature) {
  /** What is wrong. */
  public enum Kind {
    /** S + L: anybody can make it out of a good signature. */
    S_NOT_REDUCED,
    /** R written with a y not below the field's prime. */
    R_NOT_CANONICAL,
    /** R of small order, canonical. */
    R_OF_SMALL_ORDER,
    /** A of small order, S = 0: good for every message, and nobody needs a key for it. */
    A_OF_SMALL_ORDER,
    /** A with a part of small order: the equation holds after multiplying by eight only. */
    ONLY_WITH_COFACTOR
  }

  private static final EdwardsPoint ORDER_EIGHT =
      EdwardsPoint.decode(
              HexFormat.of()
                  .parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))
          .orElseThrow();

  /** Those that the holder of a seed, or who has seen a signature of theirs, can make. */
  public static List<NonStrictSignature> underKeyOf(byte[] seed, byte[] message) {
    byte[] hash = ExactEquation.sha512(seed);
    BigInteger scalar = scalar(hash);
    byte[] publicKey = EdwardsPoint.BASE.times(scalar).encode();
    byte[] notCanonical =
        ExactEquation.littleEndian(EdwardsPoint.P.add(BigInteger.ONE)); // the neutral point
    byte[] neutral = EdwardsPoint.NEUTRAL.encode();
    return List.of(
        new NonStrictSignature(
            Kind.S_NOT_REDUCED, publicKey, plusOrder(good(scalar, publicKey, message))),
        new NonStrictSignature(
            Kind.R_NOT_CANONICAL,
            publicKey,
            join(notCanonical, times(notCanonical, publicKey, message, scalar))),
        new NonStrictSignature(
            Kind.R_OF_SMALL_ORDER,
            publicKey,
            join(neutral, times(neutral, publicKey, message, scalar))));
  }

  /**
   * One under a key that belongs to nobody: the neutral point. It does not depend on the message.
   */
  public static NonStrictSignature ofNobody() {
    byte[] neutral = EdwardsPoint.NEUTRAL.encode();
    return new NonStrictSignature(Kind.A_OF_SMALL_ORDER, neutral, join(neutral, BigInteger.ZERO));
  }

  /** One under a key with a part of small order. */
  public static NonStrictSignature underMixedKey(byte[] seed, byte[] message) {
    BigInteger scalar = scalar(ExactEquation.sha512(seed));
    byte[] publicKey = EdwardsPoint.BASE.times(scalar).plus(ORDER_EIGHT).encode();
    for (int i = 1; ; i++) {
      byte[] signature = signed(BigInteger.valueOf(i), scalar, publicKey, message);
      if (!ExactEquation.holds(publicKey, message, signature)) {
        return new NonStrictSignature(Kind.ONLY_WITH_COFACTOR, publicKey, signature);
      }
    }
  }

  /** A good signature with S replaced by S + L. */
  public static byte[] plusOrder(byte[] good) {
    BigInteger s = ExactEquation.littleEndian(Arrays.copyOfRange(good, 32, 64));
    return join(Arrays.copyOf(good, 32), s.add(ExactEquation.ORDER));
  }

  private static byte[] good(BigInteger scalar, byte[] publicKey, byte[] message) {
    return signed(
        ExactEquation.littleEndian(ExactEquation.sha512(publicKey, message))
            .mod(ExactEquation.ORDER),
        scalar,
        publicKey,
        message);
  }

  private static byte[] signed(BigInteger r, BigInteger scalar, byte[] publicKey, byte[] message) {
    byte[] encodedR = EdwardsPoint.BASE.times(r).encode();
    return join(
        encodedR, r.add(times(encodedR, publicKey, message, scalar)).mod(ExactEquation.ORDER));
  }

  /** k·a. */
  private static BigInteger times(
      byte[] encodedR, byte[] publicKey, byte[] message, BigInteger scalar) {
    return ExactEquation.challenge(encodedR, publicKey, message)
        .multiply(scalar)
        .mod(ExactEquation.ORDER);
  }

  /** The clamped scalar (RFC 8032, 5.1.5). */
  private static BigInteger scalar(byte[] hash) {
    byte[] clamped = Arrays.copyOf(hash, 32);
    clamped[0] &= (byte) 0xf8;
    clamped[31] &= 0x7f;
    clamped[31] |= 0x40;
    return ExactEquation.littleEndian(clamped);
  }

  private static byte[] join(byte[] r, BigInteger s) {
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(ExactEquation.littleEndian(s), 0, signature, 32, 32);
    return signature;
  }

  @Override
  public String toString() {
    return kind.name();
  }
}

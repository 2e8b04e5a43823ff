package io.quantumvault.keys.sign;

import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.nonstrict.ExactEquation.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.nonstrict.EdwardsPoint;
import io.quantumvault.keys.nonstrict.ExactEquation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Inputs that only somebody hunting for a difference between verifiers makes, built with a plain
 * implementation of the curve, which also judges them.
 */
class StrictVerificationTest {
  private static final BigInteger EIGHT = BigInteger.valueOf(8);
  private final Random random = TestSecrets.random(StrictVerificationTest.class);

  /** A key a·B + T, where T has small order: T neutral makes an ordinary key. */
  private record Key(BigInteger scalar, EdwardsPoint point) {
    byte[] encoded() {
      return point.encode();
    }

    /** R = r·B + torsion, S = r + k·a. */
    byte[] sign(BigInteger r, EdwardsPoint torsion, byte[] message) {
      byte[] encodedR = EdwardsPoint.BASE.times(r).plus(torsion).encode();
      BigInteger k = ExactEquation.challenge(encodedR, encoded(), message);
      return join(encodedR, r.add(k.multiply(scalar)).mod(ORDER));
    }

    BigInteger challenge(byte[] signature, byte[] message) {
      return ExactEquation.challenge(Arrays.copyOf(signature, 32), encoded(), message);
    }
  }

  @Test
  void anOrdinarySignatureIsGoodAndItsMalleatedFormsAreNot() {
    for (int i = 0; i < 20; i++) {
      Key key = key(EdwardsPoint.NEUTRAL);
      byte[] message = bytes(random, 40);
      byte[] good = key.sign(scalar(), EdwardsPoint.NEUTRAL, message);
      assertSame(key.encoded(), message, good, true);

      BigInteger s = ExactEquation.littleEndian(Arrays.copyOfRange(good, 32, 64));
      byte[] r = Arrays.copyOf(good, 32);
      for (int times = 1; times <= 15; times++) {
        BigInteger malleated = s.add(ORDER.multiply(BigInteger.valueOf(times)));
        if (malleated.bitLength() <= 256) {
          assertThat(StrictVerification.isWellFormed(key.encoded(), join(r, malleated))).isFalse();
          assertSame(key.encoded(), message, join(r, malleated), false);
        }
      }
      for (int bit : new int[] {253, 254, 255}) {
        assertSame(key.encoded(), message, join(r, s.setBit(bit)), false);
      }
      assertSame(key.encoded(), message, join(r, ORDER.subtract(s)), false);
    }
  }

  @Test
  void aMixedKeyIsHeldToTheEquationWithoutTheCofactor() {
    EdwardsPoint torsion = pointOfOrderEight();
    Key key = key(torsion);
    int held = 0;
    int forgivenOnlyByTheCofactor = 0;
    for (int i = 0; i < 200; i++) {
      byte[] message = bytes(random, 20);
      byte[] signature = key.sign(scalar(), EdwardsPoint.NEUTRAL, message);
      boolean exact = key.challenge(signature, message).mod(EIGHT).signum() == 0;
      assertSame(key.encoded(), message, signature, exact);
      held += exact ? 1 : 0;
      forgivenOnlyByTheCofactor += exact ? 0 : 1;
    }
    assertThat(held).isPositive();
    assertThat(forgivenOnlyByTheCofactor).isPositive();
  }

  @Test
  void aMixedCommitmentIsHeldToTheEquationWithoutTheCofactor() {
    EdwardsPoint torsion = pointOfOrderEight();
    Key ordinary = key(EdwardsPoint.NEUTRAL);
    Key mixed = key(torsion);
    int held = 0;
    for (int i = 0; i < 200; i++) {
      byte[] message = bytes(random, 20);
      assertSame(ordinary.encoded(), message, ordinary.sign(scalar(), torsion, message), false);
      byte[] signature = mixed.sign(scalar(), torsion, message);
      // R's part T and A's part k·T cancel when k + 1 is a multiple of eight.
      BigInteger k = mixed.challenge(signature, message);
      boolean exact = k.add(BigInteger.ONE).mod(EIGHT).signum() == 0;
      assertSame(mixed.encoded(), message, signature, exact);
      held += exact ? 1 : 0;
    }
    assertThat(held).isPositive();
  }

  @Test
  void noPointOfSmallOrderIsAKeyOrACommitmentInAnyEncoding() {
    Key key = key(EdwardsPoint.NEUTRAL);
    byte[] message = bytes(random, 20);
    byte[] good = key.sign(scalar(), EdwardsPoint.NEUTRAL, message);
    assertThat(StrictVerification.isWellFormed(key.encoded(), good)).isTrue();
    for (byte[] small : smallOrderEncodings()) {
      assertThat(StrictVerification.isWellFormed(small, good)).isFalse();
      assertThat(StrictVerification.isWellFormed(key.encoded(), join(small, BigInteger.ONE)))
          .isFalse();
      assertSame(small, message, good, false);
      assertSame(small, message, join(EdwardsPoint.NEUTRAL.encode(), BigInteger.ZERO), false);
      assertSame(small, message, join(small, BigInteger.ZERO), false);
      // S = k·a makes the equation hold for R of small order up to the cofactor.
      BigInteger k = ExactEquation.challenge(small, key.encoded(), message);
      assertSame(key.encoded(), message, join(small, k.multiply(key.scalar()).mod(ORDER)), false);
      BigInteger nonce = scalar();
      assertSame(small, message, join(EdwardsPoint.BASE.times(nonce).encode(), nonce), false);
    }
  }

  @Test
  void encodingsThatAreNotCanonicalOrNotOnTheCurveAreRefused() {
    Key key = key(EdwardsPoint.NEUTRAL);
    byte[] message = bytes(random, 20);
    byte[] good = key.sign(scalar(), EdwardsPoint.NEUTRAL, message);
    BigInteger s = ExactEquation.littleEndian(Arrays.copyOfRange(good, 32, 64));
    int offCurve = 0;
    for (int i = 0; i < 19; i++) {
      for (boolean sign : new boolean[] {false, true}) {
        byte[] notReduced = encoding(EdwardsPoint.P.add(BigInteger.valueOf(i)), sign);
        assertThat(StrictVerification.isWellFormed(notReduced, good)).isFalse();
        assertThat(StrictVerification.isWellFormed(key.encoded(), join(notReduced, s))).isFalse();
        assertSame(notReduced, message, good, false);
        assertSame(key.encoded(), message, join(notReduced, s), false);
        byte[] small = encoding(BigInteger.valueOf(i), sign);
        offCurve += EdwardsPoint.decode(small).isEmpty() ? 1 : 0;
        assertSame(small, message, good, false);
        assertSame(key.encoded(), message, join(small, s), false);
      }
    }
    assertThat(offCurve).isPositive();
    byte[] r = Arrays.copyOf(good, 32);
    assertThat(StrictVerification.isWellFormed(key.encoded(), join(r, ORDER))).isFalse();
    BigInteger largest = ORDER.subtract(BigInteger.ONE);
    assertThat(StrictVerification.isWellFormed(key.encoded(), join(r, largest))).isTrue();
  }

  @Test
  void agreesWithThePlainImplementationOnRandomDamage() {
    Key key = key(EdwardsPoint.NEUTRAL);
    byte[] message = bytes(random, 20);
    byte[] good = key.sign(scalar(), EdwardsPoint.NEUTRAL, message);
    for (int i = 0; i < 150; i++) {
      byte[] signature = good.clone();
      byte[] publicKey = key.encoded();
      signature[random.nextInt(64)] ^= (byte) random.nextInt(2);
      publicKey[random.nextInt(32)] ^= (byte) random.nextInt(2);
      assertSame(publicKey, message, signature, ExactEquation.holds(publicKey, message, signature));
    }
  }

  private static void assertSame(
      byte[] publicKey, byte[] message, byte[] signature, boolean expected) {
    assertThat(ExactEquation.holds(publicKey, message, signature)).isEqualTo(expected);
    assertThat(Ed25519.verify(publicKey, message, signature)).isEqualTo(expected);
  }

  private Key key(EdwardsPoint torsion) {
    BigInteger scalar = scalar();
    return new Key(scalar, EdwardsPoint.BASE.times(scalar).plus(torsion));
  }

  private BigInteger scalar() {
    return new BigInteger(500, random).mod(ORDER);
  }

  /** A random point times the prime order leaves its part of small order. */
  private EdwardsPoint pointOfOrderEight() {
    while (true) {
      EdwardsPoint torsion =
          EdwardsPoint.decode(bytes(random, 32))
              .map(point -> point.times(ORDER))
              .orElse(EdwardsPoint.NEUTRAL);
      if (!torsion.times(BigInteger.valueOf(4)).isSameAs(EdwardsPoint.NEUTRAL)) {
        return torsion;
      }
    }
  }

  /** All eight points, and the encodings of them that are not canonical. */
  private List<byte[]> smallOrderEncodings() {
    List<byte[]> encodings = new ArrayList<>();
    EdwardsPoint torsion = pointOfOrderEight();
    for (int i = 0; i < 8; i++) {
      encodings.add(torsion.times(BigInteger.valueOf(i)).encode());
    }
    for (boolean sign : new boolean[] {false, true}) {
      encodings.add(encoding(EdwardsPoint.P, sign));
      encodings.add(encoding(EdwardsPoint.P.add(BigInteger.ONE), sign));
      encodings.add(encoding(BigInteger.ONE, sign));
      encodings.add(encoding(EdwardsPoint.P.subtract(BigInteger.ONE), sign));
    }
    return encodings;
  }

  private static byte[] encoding(BigInteger y, boolean sign) {
    byte[] bytes = ExactEquation.littleEndian(y);
    bytes[31] |= (byte) (sign ? 0x80 : 0);
    return bytes;
  }

  private static byte[] join(byte[] r, BigInteger s) {
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(ExactEquation.littleEndian(s), 0, signature, 32, 32);
    return signature;
  }
}

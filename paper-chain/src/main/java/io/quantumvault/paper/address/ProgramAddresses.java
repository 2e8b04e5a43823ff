package io.quantumvault.paper.address;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Program-derived addresses: the first hash, from bump 255 downwards, that is no curve point. */
public final class ProgramAddresses {
  private static final byte[] MARKER = "ProgramDerivedAddress".getBytes(StandardCharsets.US_ASCII);

  private ProgramAddresses() {}

  public static Address derive(Address program, byte[]... seeds) {
    for (int bump = 255; bump >= 0; bump--) {
      MessageDigest sha256 = sha256();
      for (byte[] seed : seeds) {
        sha256.update(seed);
      }
      sha256.update((byte) bump);
      sha256.update(program.toBytes());
      byte[] candidate = sha256.digest(MARKER);
      if (!Ed25519.validatePublicKeyPartial(candidate, 0)) {
        return Address.of(candidate);
      }
    }
    throw new IllegalStateException("no bump leads off the curve");
  }

  public static byte[] ascii(String seed) {
    return seed.getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] u16(int value) {
    return new byte[] {(byte) value, (byte) (value >>> 8)};
  }

  public static byte[] u32(int value) {
    return new byte[] {
      (byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

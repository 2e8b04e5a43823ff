package io.quantumvault.keys.kms.pkcs11;

import java.math.BigInteger;
import java.util.Arrays;

/** The public half of one version, on its way to the token of the wrapping service. */
record PublicHalf(BigInteger modulus, BigInteger exponent) {
  static byte[] unsigned(BigInteger number) {
    byte[] signed = number.toByteArray();
    return signed[0] == 0 && signed.length > 1
        ? Arrays.copyOfRange(signed, 1, signed.length)
        : signed;
  }
}

package io.quantumvault.keys.memory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is derived from the secret of a key slot: a key that stays secret, and a check value that
 * lies in the open beside what the key seals.
 *
 * <p>The two have nothing in common but their input: the check value's info must begin with a label
 * that no key has, so that no key can be published by a mistake in a caller.
 */
public final class SlotSecret {
  private static final int OUTPUT_BYTES = 32;
  private static final byte[] CHECK_LABEL =
      "QuantumVault/v2/slot-check\0".getBytes(StandardCharsets.US_ASCII);

  private SlotSecret() {}

  /** HKDF-SHA256 of {@code publicInput ‖ secret}, the caller's to close. */
  public static SecretMemory key(
      byte[] salt, byte[] publicInput, SecretMemory secret, byte[] info) {
    if (startsWithCheckLabel(info)) {
      throw new IllegalArgumentException("that label is for values that are published");
    }
    try (SecretMemory prk = Hkdf.extract(salt, publicInput, secret)) {
      return Hkdf.expand(prk, info, OUTPUT_BYTES);
    }
  }

  /**
   * The same under the label of check values, 32 bytes that may be stored in the open.
   *
   * @throws IllegalArgumentException when the info has another label
   */
  public static byte[] checkValue(
      byte[] salt, byte[] publicInput, SecretMemory secret, byte[] info) {
    if (!startsWithCheckLabel(info)) {
      throw new IllegalArgumentException("only a check value may be published");
    }
    try (SecretMemory prk = Hkdf.extract(salt, publicInput, secret)) {
      return Hkdf.expandPublic(prk, info, OUTPUT_BYTES);
    }
  }

  private static boolean startsWithCheckLabel(byte[] info) {
    return info.length >= CHECK_LABEL.length
        && Arrays.equals(info, 0, CHECK_LABEL.length, CHECK_LABEL, 0, CHECK_LABEL.length);
  }
}

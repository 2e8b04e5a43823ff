package io.quantumvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.memory.Reveal;
import io.quantumvault.keys.memory.RevealAccess;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.AbstractStringAssert;

/** Moves test values in and out of key memory. */
public final class TestSecrets {
  private TestSecrets() {}

  /** A source of test values; the seed is printed, so that a failure can be run again. */
  public static Random random(Class<?> test) {
    long seed = Long.getLong("quantumvault.test.seed", System.nanoTime());
    System.out.println(test.getSimpleName() + ": -Dquantumvault.test.seed=" + seed);
    return new Random(seed);
  }

  public static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  public static SecretMemory secret(byte[] bytes) {
    return SecretMemory.takeOwnershipOf(bytes.clone());
  }

  public static SecretMemory secret(String hex) {
    return SecretMemory.takeOwnershipOf(HexFormat.of().parseHex(hex));
  }

  public static byte[] reveal(SecretMemory secret) {
    return Reveal.copyOut(secret, RevealAccess.token);
  }

  /** The content as hex, closing the secret. */
  public static String hexOf(SecretMemory secret) {
    try (secret) {
      return HexFormat.of().formatHex(reveal(secret));
    }
  }

  public static AbstractStringAssert<?> assertSecret(SecretMemory secret) {
    return assertThat(hexOf(secret));
  }
}

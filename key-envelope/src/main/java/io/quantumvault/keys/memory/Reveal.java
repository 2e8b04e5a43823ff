package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.util.Objects;

/**
 * The one place where secret bytes leave key memory: showing an owner their own wallet's entropy.
 *
 * <p>The caller wipes the array in {@code finally} and makes no {@code String} of it.
 */
public final class Reveal {
  private Reveal() {}

  /** A heap copy of the secret. */
  public static byte[] copyOut(SecretMemory secret, RevealAccess access) {
    Objects.requireNonNull(access);
    return secret.segment().toArray(JAVA_BYTE);
  }
}

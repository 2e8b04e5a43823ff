package io.quantumvault.keys.memory;

/** SHA-256 of a secret, from key memory to key memory. */
public final class Sha256 {
  private Sha256() {}

  /** The 32-byte digest. */
  public static SecretMemory of(SecretMemory secret) {
    return SecretMemory.filled(
        32,
        digest -> {
          try (SecretCalls calls = SecretCalls.open()) {
            calls
                .call(
                    SodiumFunctions.SHA256,
                    digest.address(),
                    secret.segment().address(),
                    secret.size())
                .run();
          }
        });
  }
}

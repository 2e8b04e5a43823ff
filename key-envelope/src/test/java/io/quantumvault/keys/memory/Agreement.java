package io.quantumvault.keys.memory;

import java.lang.foreign.Arena;

/** X25519 of a private and a public half, as {@link Hpke} calls it in the midst of a message. */
final class Agreement {
  private Agreement() {}

  static SecretMemory of(SecretMemory privateKey, byte[] publicKey) {
    return SecretMemory.filled(
        X25519.KEY_BYTES,
        shared -> {
          try (Arena arena = Arena.ofConfined();
              SecretCalls calls = SecretCalls.open()) {
            calls
                .call(
                    SodiumFunctions.X25519,
                    shared.address(),
                    privateKey.segment().address(),
                    PublicBytes.in(arena, publicKey).address())
                .run();
          }
        });
  }
}

package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * PBKDF2 with HMAC-SHA512 (RFC 8018), one block of 64 bytes, in key memory throughout.
 *
 * <p>The keyed HMAC state is made once and copied for each round, which halves the hashing.
 */
public final class Pbkdf2 {
  private static final int BLOCK_BYTES = 64;
  private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

  private Pbkdf2() {}

  /** Stretches the password with salt {@code saltPrefix ‖ saltSecret}. */
  public static SecretMemory sha512(
      SecretMemory password, byte[] saltPrefix, @Nullable SecretMemory saltSecret, int rounds) {
    try (Arena arena = Arena.ofConfined();
        SecretMemory keyed = SecretMemory.allocate(SodiumHashes.HMAC_512_STATE_BYTES);
        SecretMemory running = SecretMemory.allocate(SodiumHashes.HMAC_512_STATE_BYTES);
        SecretMemory round = SecretMemory.allocate(BLOCK_BYTES)) {
      MemorySegment state = running.segment();
      MemorySegment u = round.segment();
      Hmac.require(SodiumHashes.hmac512Init(keyed.segment(), password.segment(), password.size()));
      state.copyFrom(keyed.segment());
      int refused =
          SodiumHashes.hmac512Update(state, PublicBytes.in(arena, saltPrefix), saltPrefix.length);
      if (saltSecret != null) {
        refused |= SodiumHashes.hmac512Update(state, saltSecret.segment(), saltSecret.size());
      }
      refused |=
          SodiumHashes.hmac512Update(state, PublicBytes.in(arena, FIRST_BLOCK), FIRST_BLOCK.length);
      Hmac.require(refused | SodiumHashes.hmac512Final(state, u));
      return SecretMemory.filled(
          BLOCK_BYTES,
          sum -> {
            sum.copyFrom(u);
            for (int i = 1; i < rounds; i++) {
              state.copyFrom(keyed.segment());
              Hmac.require(
                  SodiumHashes.hmac512Update(state, u, BLOCK_BYTES)
                      | SodiumHashes.hmac512Final(state, u));
              xorInto(sum, u);
            }
          });
    }
  }

  private static void xorInto(MemorySegment sum, MemorySegment other) {
    for (long at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
      sum.set(
          JAVA_LONG_UNALIGNED,
          at,
          sum.get(JAVA_LONG_UNALIGNED, at) ^ other.get(JAVA_LONG_UNALIGNED, at));
    }
  }
}

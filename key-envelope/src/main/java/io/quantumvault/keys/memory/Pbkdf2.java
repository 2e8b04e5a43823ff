package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * PBKDF2 with HMAC-SHA512 (RFC 8018), one block of 64 bytes, in key memory throughout.
 *
 * <p>The keyed HMAC state is made once and copied for each round, which halves the hashing. The
 * exclusive-or of all rounds has no native function, so Java code makes it, over a sum that is
 * masked by a random key stream until the end: what its registers and stack may keep is masked sums
 * and single rounds, neither of which leads to the result.
 */
public final class Pbkdf2 {
  private static final int BLOCK_BYTES = 64;
  private static final int MASK_KEY_BYTES = 32;
  private static final int MASK_NONCE_BYTES = 12;
  private static final int ROUNDS_IN_A_RUN = 4;
  private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

  private Pbkdf2() {}

  /** Stretches the password with salt {@code saltPrefix ‖ saltSecret}. */
  public static SecretMemory sha512(
      SecretMemory password, byte[] saltPrefix, @Nullable SecretMemory saltSecret, int rounds) {
    try (SecretMemory salt =
        saltSecret == null
            ? SecretMemory.takeOwnershipOf(saltPrefix.clone())
            : SecretLayout.between(saltPrefix, saltSecret, new byte[0])) {
      return SecretMemory.filled(
          BLOCK_BYTES,
          result -> {
            try (SecretCalls calls = SecretCalls.open()) {
              new Stretching(calls, result).run(password, salt, rounds);
            }
          });
    }
  }

  /** One computation and the key memory that it needs. */
  private static final class Stretching {
    private final SecretCalls calls;
    private final MemorySegment result;
    private final MemorySegment keyed;
    private final MemorySegment state;
    private final MemorySegment[] us = new MemorySegment[ROUNDS_IN_A_RUN];
    private final MemorySegment mask;

    Stretching(SecretCalls calls, MemorySegment result) {
      this.calls = calls;
      this.result = result;
      this.keyed = calls.scratch(SodiumFunctions.HMAC512_STATE_BYTES);
      this.state = calls.scratch(SodiumFunctions.HMAC512_STATE_BYTES);
      this.mask = calls.scratch(MASK_KEY_BYTES + MASK_NONCE_BYTES);
      for (int i = 0; i < us.length; i++) {
        us[i] = calls.scratch(BLOCK_BYTES);
      }
      Libc.random(mask);
    }

    void run(SecretMemory password, SecretMemory salt, int rounds) {
      MemorySegment last = us[us.length - 1];
      first(password, salt, last);
      for (int done = 1; done < rounds; ) {
        int now = Math.min(ROUNDS_IN_A_RUN, rounds - done);
        MemorySegment previous = last;
        for (int i = 0; i < now; i++) {
          last = us[i];
          round(previous, last);
          previous = last;
        }
        calls.run();
        for (int i = 0; i < now; i++) {
          xorInto(result, us[i]);
        }
        done += now;
      }
      mask(result).run();
    }

    /** The first round over the salt, and the masked sum that it starts. */
    private void first(SecretMemory password, SecretMemory salt, MemorySegment u) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment block = PublicBytes.in(arena, FIRST_BLOCK);
        calls
            .call(
                SodiumFunctions.HMAC512_INIT,
                keyed.address(),
                password.segment().address(),
                password.size())
            .copy(state, keyed, keyed.byteSize());
        update(salt.segment());
        update(block);
        calls
            .call(SodiumFunctions.HMAC512_FINAL, state.address(), u.address())
            .copy(result, u, BLOCK_BYTES);
        mask(result).run();
      }
    }

    private void round(MemorySegment from, MemorySegment to) {
      calls.copy(state, keyed, keyed.byteSize());
      update(from);
      calls.call(SodiumFunctions.HMAC512_FINAL, state.address(), to.address());
    }

    private void update(MemorySegment input) {
      calls.call(
          SodiumFunctions.HMAC512_UPDATE, state.address(), input.address(), input.byteSize());
    }

    private SecretCalls mask(MemorySegment sum) {
      return calls.call(
          SodiumFunctions.CHACHA20,
          sum.address(),
          sum.address(),
          BLOCK_BYTES,
          mask.address() + MASK_KEY_BYTES,
          mask.address());
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

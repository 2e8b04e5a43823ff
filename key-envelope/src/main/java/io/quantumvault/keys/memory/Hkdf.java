package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * HKDF with SHA-256 (RFC 5869), from key memory to key memory.
 *
 * <p>Salt and info are public; the input keying material may have a public part in front.
 */
public final class Hkdf {
  /** The size of an extracted key. */
  public static final int PRK_BYTES = 32;

  private static final int MAX_OUTPUT_BYTES = 255 * 32;
  private static final byte[] NOTHING = {};

  private Hkdf() {}

  /** Extracts and expands to a 32-byte key. */
  public static SecretMemory derive(byte[] salt, SecretMemory ikm, byte[] info) {
    try (SecretMemory prk = extract(salt, NOTHING, ikm)) {
      return expand(prk, info, PRK_BYTES);
    }
  }

  /** HKDF-Extract over {@code publicPrefix ‖ ikm}. */
  public static SecretMemory extract(byte[] salt, byte[] publicPrefix, SecretMemory ikm) {
    try (Arena arena = Arena.ofConfined()) {
      long saltAt = PublicBytes.in(arena, salt).address();
      long prefixAt = PublicBytes.in(arena, publicPrefix).address();
      return SecretMemory.filled(
          PRK_BYTES,
          prk -> {
            try (SecretCalls calls = SecretCalls.open()) {
              long state = calls.scratch(SodiumFunctions.HKDF_STATE_BYTES).address();
              calls
                  .call(SodiumFunctions.HKDF_INIT, state, saltAt, salt.length)
                  .call(SodiumFunctions.HKDF_UPDATE, state, prefixAt, publicPrefix.length)
                  .call(SodiumFunctions.HKDF_UPDATE, state, ikm.segment().address(), ikm.size())
                  .call(SodiumFunctions.HKDF_FINAL, state, prk.address())
                  .run();
            }
          });
    }
  }

  /** HKDF-Extract where salt and input are public, so the result is too. */
  static byte[] extractPublic(byte[] salt, byte[] ikm) {
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      MemorySegment prk = arena.allocate(PRK_BYTES);
      calls
          .call(
              SodiumFunctions.HKDF_EXTRACT,
              prk.address(),
              PublicBytes.in(arena, salt).address(),
              salt.length,
              PublicBytes.in(arena, ikm).address(),
              ikm.length)
          .run();
      return PublicBytes.out(prk);
    }
  }

  /** HKDF-Expand. */
  public static SecretMemory expand(SecretMemory prk, byte[] info, int size) {
    return SecretMemory.filled(size, out -> expandInto(out, prk, info));
  }

  /** HKDF-Expand of a value that may be published, never a key: {@link SlotSecret} sees to that. */
  static byte[] expandPublic(SecretMemory prk, byte[] info, int size) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(size);
      expandInto(out, prk, info);
      return PublicBytes.out(out);
    }
  }

  private static void expandInto(MemorySegment out, SecretMemory prk, byte[] info) {
    if (prk.size() != PRK_BYTES || out.byteSize() > MAX_OUTPUT_BYTES) {
      throw new CryptoFailure();
    }
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      calls
          .call(
              SodiumFunctions.HKDF_EXPAND,
              out.address(),
              out.byteSize(),
              PublicBytes.in(arena, info).address(),
              info.length,
              prk.segment().address())
          .run();
    }
  }
}

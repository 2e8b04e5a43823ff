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
    try (Arena arena = Arena.ofConfined();
        SecretMemory state = SecretMemory.allocate(SodiumHashes.HKDF_STATE_BYTES)) {
      MemorySegment running = state.segment();
      int refused = SodiumHashes.hkdfInit(running, PublicBytes.in(arena, salt), salt.length);
      refused |=
          SodiumHashes.hkdfUpdate(
              running, PublicBytes.in(arena, publicPrefix), publicPrefix.length);
      refused |= SodiumHashes.hkdfUpdate(running, ikm.segment(), ikm.size());
      require(refused);
      return SecretMemory.filled(PRK_BYTES, prk -> require(SodiumHashes.hkdfFinal(running, prk)));
    }
  }

  /** HKDF-Extract with a secret salt over public input, as key schedules do. */
  public static SecretMemory extract(SecretMemory salt, byte[] ikm) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment input = PublicBytes.in(arena, ikm);
      return SecretMemory.filled(
          PRK_BYTES,
          prk ->
              require(
                  SodiumHashes.hkdfExtract(prk, salt.segment(), salt.size(), input, ikm.length)));
    }
  }

  /** HKDF-Extract where salt and input are public, so the result is too. */
  public static byte[] extractPublic(byte[] salt, byte[] ikm) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment prk = arena.allocate(PRK_BYTES);
      MemorySegment saltIn = PublicBytes.in(arena, salt);
      require(
          SodiumHashes.hkdfExtract(
              prk, saltIn, salt.length, PublicBytes.in(arena, ikm), ikm.length));
      return PublicBytes.out(prk);
    }
  }

  /** HKDF-Expand. */
  public static SecretMemory expand(SecretMemory prk, byte[] info, int size) {
    return SecretMemory.filled(size, out -> expandInto(out, prk, info));
  }

  /** HKDF-Expand of a value that may be published: a check value or a nonce, never a key. */
  public static byte[] expandPublic(SecretMemory prk, byte[] info, int size) {
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
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment context = PublicBytes.in(arena, info);
      require(SodiumHashes.hkdfExpand(out, out.byteSize(), context, info.length, prk.segment()));
    }
  }

  private static void require(int returned) {
    if (returned != 0) {
      throw new CryptoFailure();
    }
  }
}

package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;

/**
 * An ed25519 seed at rest, sealed with AES-256-GCM under a key that HKDF-SHA256 derives from an
 * execution key, and what it takes to sign with it: derive, open, sign and wipe are one native
 * call, so neither the derived key nor the seed is ever an object of Java code.
 *
 * <p>The record must be bound to the public key by its AAD: then the public key need not be derived
 * from the seed again. Records are IV 12 ‖ tag 16 ‖ ciphertext.
 *
 * @param salt of the derivation
 * @param info of the derivation
 * @param aad what the record is bound to
 * @param record 60 bytes
 * @param publicKey 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made for one call, never compared
public record SealedSeed(byte[] salt, byte[] info, byte[] aad, byte[] record, byte[] publicKey) {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /**
   * The 64-byte signature over the message.
   *
   * @throws CryptoFailure when the record is not what was sealed under this key and AAD
   */
  public byte[] sign(SecretMemory executionKey, byte[] message) {
    requireKey(executionKey);
    try (SecretCalls calls = SecretCalls.open()) {
      return finish(calls, executionKey.segment().address(), message);
    }
  }

  /**
   * The same with the execution key itself in a record, sealed with AES-256-GCM under {@code
   * wrapping}: it is opened in the same native call and gone after it.
   *
   * @throws CryptoFailure when either record is not what was sealed
   */
  public byte[] sign(
      SecretMemory wrapping, byte[] executionAad, byte[] executionRecord, byte[] message) {
    requireKey(wrapping);
    try (SecretCalls calls = SecretCalls.open()) {
      long executionKey = calls.reserve(KEY_BYTES);
      long opened =
          open(calls, executionKey, wrapping.segment().address(), executionAad, executionRecord);
      byte[] signature = finish(calls, executionKey, message);
      // After the run, so that a failure here looks like one of the seed's own record.
      requireOpened(calls, opened);
      return signature;
    }
  }

  private byte[] finish(SecretCalls calls, long executionKey, byte[] message) {
    if (publicKey.length != KEY_BYTES) {
      throw new CryptoFailure();
    }
    long prk = calls.reserve(Hkdf.PRK_BYTES);
    long key = calls.reserve(KEY_BYTES);
    long pair = calls.reserve(2 * KEY_BYTES);
    long signature = calls.reserve(SIGNATURE_BYTES);
    calls.put(publicKey, 0, KEY_BYTES, pair + KEY_BYTES);
    calls
        .call(
            SodiumFunctions.HKDF_EXTRACT,
            prk,
            calls.reserveCopyOf(salt),
            salt.length,
            executionKey,
            KEY_BYTES)
        .call(
            SodiumFunctions.HKDF_EXPAND,
            key,
            KEY_BYTES,
            calls.reserveCopyOf(info),
            info.length,
            prk);
    long opened = open(calls, pair, key, aad, record);
    if (message.length <= calls.scratchLeft()) {
      signInto(calls, signature, calls.reserveCopyOf(message), message.length, pair);
    } else {
      try (Arena arena = Arena.ofConfined()) {
        long at = PublicBytes.in(arena, message).address();
        signInto(calls, signature, at, message.length, pair);
      }
    }
    requireOpened(calls, opened);
    return calls.get(signature, SIGNATURE_BYTES);
  }

  private static void signInto(
      SecretCalls calls, long signature, long message, int size, long pair) {
    calls.call(SodiumFunctions.ED25519_SIGN, signature, 0, message, size, pair).run();
  }

  /** Prepares the opening of a 32-byte key; the length returned is 32 after a run that did it. */
  private static long open(SecretCalls calls, long into, long key, byte[] aad, byte[] record) {
    if (record.length != AesGcm.OVERHEAD_BYTES + KEY_BYTES) {
      throw new CryptoFailure();
    }
    long sealed = calls.reserve(KEY_BYTES + AesGcm.TAG_BYTES);
    calls.put(record, AesGcm.OVERHEAD_BYTES, KEY_BYTES, sealed);
    calls.put(record, AesGcm.IV_BYTES, AesGcm.TAG_BYTES, sealed + KEY_BYTES);
    long iv = calls.reserve(AesGcm.IV_BYTES);
    calls.put(record, 0, AesGcm.IV_BYTES, iv);
    long opened = calls.reserve(Long.BYTES);
    calls.call(
        SodiumFunctions.GCM_OPEN,
        into,
        opened,
        0,
        sealed,
        KEY_BYTES + AesGcm.TAG_BYTES,
        calls.reserveCopyOf(aad),
        aad.length,
        iv,
        key);
    return opened;
  }

  private static void requireOpened(SecretCalls calls, long opened) {
    if (calls.getLength(opened) != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }

  private static void requireKey(SecretMemory key) {
    Sodium.requireAes();
    if (key.size() != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }
}

package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.security.MessageDigest;
import java.util.Optional;

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
   * What must hold before a signature is given out: an HMAC-SHA256 over {@code header ‖ bytes},
   * under a key that HKDF derives from the same execution key with an info of its own.
   *
   * @param mac what it must be
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one call, never compared
  public record Condition(byte[] info, byte[] header, byte[] bytes, byte[] mac) {
    /** Prepares the MAC and says where it will lie. */
    private long prepare(SecretCalls calls, Arena arena, long prk) {
      long key = calls.reserve(KEY_BYTES);
      long computed = calls.reserve(Hkdf.PRK_BYTES);
      calls
          .call(
              SodiumFunctions.HKDF_EXPAND,
              key,
              KEY_BYTES,
              calls.place(arena, info),
              info.length,
              prk)
          // HKDF-Extract is HMAC-SHA256 with the salt as its key, whole and in one call.
          .call(
              SodiumFunctions.HKDF_EXTRACT,
              computed,
              key,
              KEY_BYTES,
              calls.place(arena, header, bytes),
              (long) header.length + bytes.length);
      return computed;
    }

    private boolean holds(SecretCalls calls, long computed) {
      return MessageDigest.isEqual(calls.get(computed, Hkdf.PRK_BYTES), mac);
    }
  }

  /**
   * The 64-byte signature over the message.
   *
   * @throws CryptoFailure when the record is not what was sealed under this key and AAD
   */
  public byte[] sign(SecretMemory executionKey, byte[] message) {
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      Prepared prepared = prepare(calls, arena, executionKey, message);
      calls.run();
      return prepared.signature(calls);
    }
  }

  /**
   * The same if the condition holds; nothing otherwise, whatever the record holds. The signature is
   * made in the same native call as the MAC, in key memory, and wiped there when it must not leave.
   *
   * @throws CryptoFailure when the record is not what was sealed under this key and AAD
   */
  public Optional<byte[]> signIf(Condition condition, SecretMemory executionKey, byte[] message) {
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      Prepared prepared = prepare(calls, arena, executionKey, message);
      long mac = condition.prepare(calls, arena, prepared.prk());
      calls.run();
      return condition.holds(calls, mac)
          ? Optional.of(prepared.signature(calls))
          : Optional.empty();
    }
  }

  /** Where a run will leave the extracted key, the length of the seed and the signature. */
  private record Prepared(long prk, long opened, long signature) {
    byte[] signature(SecretCalls calls) {
      if (calls.getLength(opened) != KEY_BYTES) {
        throw new CryptoFailure();
      }
      return calls.get(signature, SIGNATURE_BYTES);
    }
  }

  private Prepared prepare(
      SecretCalls calls, Arena arena, SecretMemory executionKey, byte[] message) {
    Sodium.requireAes();
    if (executionKey.size() != KEY_BYTES || publicKey.length != KEY_BYTES) {
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
            calls.place(arena, salt),
            salt.length,
            executionKey.segment().address(),
            KEY_BYTES)
        .call(
            SodiumFunctions.HKDF_EXPAND,
            key,
            KEY_BYTES,
            calls.place(arena, info),
            info.length,
            prk);
    long opened = open(calls, arena, pair, key);
    calls.call(
        SodiumFunctions.ED25519_SIGN,
        signature,
        0,
        calls.place(arena, message),
        message.length,
        pair);
    return new Prepared(prk, opened, signature);
  }

  /** Prepares the opening of the seed; the length returned is 32 after a run that did it. */
  private long open(SecretCalls calls, Arena arena, long into, long key) {
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
        calls.place(arena, aad),
        aad.length,
        iv,
        key);
    return opened;
  }
}

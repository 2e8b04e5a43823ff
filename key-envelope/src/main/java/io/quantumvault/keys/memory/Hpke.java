package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * HPKE base mode, one message (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * <p>Bytes: encapsulated key 32 ‖ ciphertext ‖ tag 16, as the RFC has them. Each message is one
 * native call; every value that a holder of the message could not compute stays in its memory.
 */
public final class Hpke {
  private static final int KEY_BYTES = X25519.KEY_BYTES;

  private Hpke() {}

  /**
   * Seals to a public half; the secret stays the caller's.
   *
   * @throws CryptoFailure when the public half is of small order
   */
  public static byte[] seal(
      byte[] recipientPublicKey, HpkeContext context, byte[] aad, SecretMemory plaintext) {
    try (SecretMemory ephemeral = SecretMemory.random(KEY_BYTES)) {
      return seal(ephemeral, recipientPublicKey, context, aad, plaintext);
    }
  }

  /** With a given ephemeral key, which must never be used again: for reference values. */
  static byte[] seal(
      SecretMemory ephemeral,
      byte[] recipientPublicKey,
      HpkeContext context,
      byte[] aad,
      SecretMemory plaintext) {
    requireSize(recipientPublicKey.length);
    int size = plaintext.size() + AesGcm.TAG_BYTES;
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      Sodium.requireAes();
      HpkeSchedule schedule = new HpkeSchedule(calls, context);
      calls.put(recipientPublicKey, 0, KEY_BYTES, schedule.recipient());
      long privateKey = ephemeral.segment().address();
      var sealed = arena.allocate(size);
      long written = calls.reserve(Long.BYTES);
      calls
          .call(SodiumFunctions.X25519_BASE, schedule.encapsulated(), privateKey)
          .call(SodiumFunctions.X25519, schedule.dh(), privateKey, schedule.recipient());
      schedule.prepare();
      calls
          .call(
              SodiumFunctions.GCM_SEAL,
              sealed.address(),
              written,
              plaintext.segment().address(),
              plaintext.size(),
              calls.place(arena, aad),
              aad.length,
              0,
              schedule.nonce(),
              schedule.key())
          .run();
      if (schedule.isKnownToAll() || calls.getLength(written) != size) {
        throw new CryptoFailure();
      }
      return PublicBytes.concat(
          calls.get(schedule.encapsulated(), KEY_BYTES), PublicBytes.out(sealed));
    }
  }

  /**
   * Opens into key memory, the caller's to close.
   *
   * @throws CryptoFailure when key, info, AAD or any bit is not what was sealed
   */
  public static SecretMemory open(
      HpkeRecipient recipient, HpkeContext context, byte[] aad, byte[] sealed) {
    int size = sealed.length - KEY_BYTES - AesGcm.TAG_BYTES;
    if (size < 1 || size > Slabs.MAX_BYTES) {
      throw new CryptoFailure();
    }
    return SecretMemory.filled(
        size,
        plaintext -> {
          try (Arena arena = Arena.ofConfined();
              SecretCalls calls = SecretCalls.open()) {
            Sodium.requireAes();
            HpkeSchedule schedule = new HpkeSchedule(calls, context);
            calls.put(sealed, 0, KEY_BYTES, schedule.encapsulated());
            calls.put(recipient.publicKey(), 0, KEY_BYTES, schedule.recipient());
            byte[] ciphertext = Arrays.copyOfRange(sealed, KEY_BYTES, sealed.length);
            long written = calls.reserve(Long.BYTES);
            recipient.use(privateKey -> {
              calls.call(
                  SodiumFunctions.X25519, schedule.dh(), privateKey, schedule.encapsulated());
              schedule.prepare();
              calls
                  .call(
                      SodiumFunctions.GCM_OPEN,
                      plaintext.address(),
                      written,
                      0,
                      calls.place(arena, ciphertext),
                      ciphertext.length,
                      calls.place(arena, aad),
                      aad.length,
                      schedule.nonce(),
                      schedule.key())
                  .run();
            });
            if (schedule.isKnownToAll() || calls.getLength(written) != size) {
              throw new CryptoFailure();
            }
          }
        });
  }

  private static void requireSize(int size) {
    if (size != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }
}

package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The libsodium functions in use, one call each; every answer is the library's own return code.
 *
 * <p>An AES schedule, a hash state or a scalar that such a call leaves on the C stack is
 * overwritten by later calls, not at once.
 */
final class Sodium {
  private static final SymbolLookup LIBRARY = SodiumLibrary.load();

  private static final MethodHandle GCM_SEAL =
      handle(
          "crypto_aead_aes256gcm_encrypt_detached",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          ADDRESS,
          JAVA_LONG,
          ADDRESS,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle GCM_OPEN =
      handle(
          "crypto_aead_aes256gcm_decrypt_detached",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle ED25519_KEY_PAIR =
      handle("crypto_sign_ed25519_seed_keypair", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ED25519_SIGN =
      handle("crypto_sign_ed25519_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle ED25519_VERIFY =
      handle("crypto_sign_ed25519_verify_detached", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle ED25519_IS_IN_MAIN_SUBGROUP =
      handle("crypto_core_ed25519_is_valid_point", ADDRESS);
  private static final MethodHandle X25519_BASE =
      handle("crypto_scalarmult_curve25519_base", ADDRESS, ADDRESS);
  private static final MethodHandle X25519 =
      handle("crypto_scalarmult_curve25519", ADDRESS, ADDRESS, ADDRESS);

  private static final boolean AES_IN_HARDWARE = initialised() && isAesAvailable();

  private Sodium() {}

  static MethodHandle handle(String symbol, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(symbol), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  static int size(String symbol) {
    try {
      MethodHandle handle =
          Linker.nativeLinker()
              .downcallHandle(LIBRARY.findOrThrow(symbol), FunctionDescriptor.of(JAVA_LONG));
      return Math.toIntExact((long) handle.invokeExact());
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  private static boolean initialised() {
    try {
      if ((int) handle("sodium_init").invokeExact() < 0) {
        throw new IllegalStateException("libsodium does not start");
      }
      return true;
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  private static boolean isAesAvailable() {
    try {
      return (int) handle("crypto_aead_aes256gcm_is_available").invokeExact() == 1;
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static void requireAes() {
    requireAes(AES_IN_HARDWARE);
  }

  static void requireAes(boolean inHardware) {
    if (!inHardware) {
      throw new IllegalStateException(
          "this processor has no AES instructions (x86-64: aes, pclmulqdq; aarch64: aes, pmull):"
              + " AES-256-GCM without them leaks keys through timing, so it is not offered");
    }
  }

  static int gcmSeal(
      MemorySegment ciphertext,
      MemorySegment tag,
      MemorySegment tagSize,
      MemorySegment plaintext,
      long plaintextSize,
      MemorySegment aad,
      long aadSize,
      MemorySegment unused,
      MemorySegment iv,
      MemorySegment key) {
    try {
      return (int)
          GCM_SEAL.invokeExact(
              ciphertext, tag, tagSize, plaintext, plaintextSize, aad, aadSize, unused, iv, key);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int gcmOpen(
      MemorySegment plaintext,
      MemorySegment unused,
      MemorySegment ciphertext,
      long ciphertextSize,
      MemorySegment tag,
      MemorySegment aad,
      long aadSize,
      MemorySegment iv,
      MemorySegment key) {
    try {
      return (int)
          GCM_OPEN.invokeExact(
              plaintext, unused, ciphertext, ciphertextSize, tag, aad, aadSize, iv, key);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int ed25519KeyPair(MemorySegment publicKey, MemorySegment secretKey, MemorySegment seed) {
    try {
      return (int) ED25519_KEY_PAIR.invokeExact(publicKey, secretKey, seed);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int ed25519Sign(
      MemorySegment signature,
      MemorySegment signatureSize,
      MemorySegment message,
      long messageSize,
      MemorySegment secretKey) {
    try {
      return (int)
          ED25519_SIGN.invokeExact(signature, signatureSize, message, messageSize, secretKey);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int ed25519Verify(
      MemorySegment signature, MemorySegment message, long messageSize, MemorySegment publicKey) {
    try {
      return (int) ED25519_VERIFY.invokeExact(signature, message, messageSize, publicKey);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int ed25519IsInMainSubgroup(MemorySegment point) {
    try {
      return (int) ED25519_IS_IN_MAIN_SUBGROUP.invokeExact(point);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int x25519Base(MemorySegment publicKey, MemorySegment privateKey) {
    try {
      return (int) X25519_BASE.invokeExact(publicKey, privateKey);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int x25519(MemorySegment shared, MemorySegment privateKey, MemorySegment publicKey) {
    try {
      return (int) X25519.invokeExact(shared, privateKey, publicKey);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}

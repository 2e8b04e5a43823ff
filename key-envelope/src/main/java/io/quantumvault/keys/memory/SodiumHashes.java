package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The hashing functions of libsodium, one call each; every answer is the library's return code. */
final class SodiumHashes {
  private static final MethodHandle HKDF_EXTRACT =
      Sodium.handle(
          "crypto_kdf_hkdf_sha256_extract", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
  private static final MethodHandle HKDF_EXPAND =
      Sodium.handle(
          "crypto_kdf_hkdf_sha256_expand", ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle HKDF_INIT =
      Sodium.handle("crypto_kdf_hkdf_sha256_extract_init", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle HKDF_UPDATE =
      Sodium.handle("crypto_kdf_hkdf_sha256_extract_update", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle HKDF_FINAL =
      Sodium.handle("crypto_kdf_hkdf_sha256_extract_final", ADDRESS, ADDRESS);
  private static final MethodHandle HMAC256_INIT =
      Sodium.handle("crypto_auth_hmacsha256_init", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle HMAC256_UPDATE =
      Sodium.handle("crypto_auth_hmacsha256_update", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle HMAC256_FINAL =
      Sodium.handle("crypto_auth_hmacsha256_final", ADDRESS, ADDRESS);
  private static final MethodHandle HMAC512_INIT =
      Sodium.handle("crypto_auth_hmacsha512_init", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle HMAC512_UPDATE =
      Sodium.handle("crypto_auth_hmacsha512_update", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle HMAC512_FINAL =
      Sodium.handle("crypto_auth_hmacsha512_final", ADDRESS, ADDRESS);
  private static final MethodHandle SHA256 =
      Sodium.handle("crypto_hash_sha256", ADDRESS, ADDRESS, JAVA_LONG);

  /** Bytes of the running state of each function. */
  static final int HKDF_STATE_BYTES = Sodium.size("crypto_kdf_hkdf_sha256_statebytes");

  static final int HMAC_256_STATE_BYTES = Sodium.size("crypto_auth_hmacsha256_statebytes");
  static final int HMAC_512_STATE_BYTES = Sodium.size("crypto_auth_hmacsha512_statebytes");

  private SodiumHashes() {}

  static int hkdfExtract(
      MemorySegment prk, MemorySegment salt, long saltSize, MemorySegment ikm, long ikmSize) {
    try {
      return (int) HKDF_EXTRACT.invokeExact(prk, salt, saltSize, ikm, ikmSize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hkdfExpand(
      MemorySegment out, long outSize, MemorySegment info, long infoSize, MemorySegment prk) {
    try {
      return (int) HKDF_EXPAND.invokeExact(out, outSize, info, infoSize, prk);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hkdfInit(MemorySegment state, MemorySegment salt, long saltSize) {
    try {
      return (int) HKDF_INIT.invokeExact(state, salt, saltSize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hkdfUpdate(MemorySegment state, MemorySegment ikm, long ikmSize) {
    try {
      return (int) HKDF_UPDATE.invokeExact(state, ikm, ikmSize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hkdfFinal(MemorySegment state, MemorySegment prk) {
    try {
      return (int) HKDF_FINAL.invokeExact(state, prk);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hmac256Init(MemorySegment state, MemorySegment key, long keySize) {
    try {
      return (int) HMAC256_INIT.invokeExact(state, key, keySize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hmac256Update(MemorySegment state, MemorySegment in, long inSize) {
    try {
      return (int) HMAC256_UPDATE.invokeExact(state, in, inSize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hmac256Final(MemorySegment state, MemorySegment out) {
    try {
      return (int) HMAC256_FINAL.invokeExact(state, out);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hmac512Init(MemorySegment state, MemorySegment key, long keySize) {
    try {
      return (int) HMAC512_INIT.invokeExact(state, key, keySize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hmac512Update(MemorySegment state, MemorySegment in, long inSize) {
    try {
      return (int) HMAC512_UPDATE.invokeExact(state, in, inSize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int hmac512Final(MemorySegment state, MemorySegment out) {
    try {
      return (int) HMAC512_FINAL.invokeExact(state, out);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }

  static int sha256(MemorySegment out, MemorySegment in, long inSize) {
    try {
      return (int) SHA256.invokeExact(out, in, inSize);
    } catch (Throwable t) {
      throw Libc.unexpected(t);
    }
  }
}

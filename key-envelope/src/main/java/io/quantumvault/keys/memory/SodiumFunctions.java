package io.quantumvault.keys.memory;

import java.lang.foreign.Linker;

/**
 * Where the functions that meet secrets lie in memory, for {@link SecretCalls}. Every argument of
 * theirs is a pointer or a 64-bit length, in the order of the library's own prototypes.
 */
final class SodiumFunctions {
  static final long GCM_SEAL = Sodium.address("crypto_aead_aes256gcm_encrypt");
  static final long GCM_OPEN = Sodium.address("crypto_aead_aes256gcm_decrypt");
  static final long ED25519_KEY_PAIR = Sodium.address("crypto_sign_ed25519_seed_keypair");
  static final long ED25519_SIGN = Sodium.address("crypto_sign_ed25519_detached");
  static final long X25519_BASE = Sodium.address("crypto_scalarmult_curve25519_base");
  static final long X25519 = Sodium.address("crypto_scalarmult_curve25519");
  static final long HKDF_EXTRACT = Sodium.address("crypto_kdf_hkdf_sha256_extract");
  static final long HKDF_EXPAND = Sodium.address("crypto_kdf_hkdf_sha256_expand");
  static final long HKDF_INIT = Sodium.address("crypto_kdf_hkdf_sha256_extract_init");
  static final long HKDF_UPDATE = Sodium.address("crypto_kdf_hkdf_sha256_extract_update");
  static final long HKDF_FINAL = Sodium.address("crypto_kdf_hkdf_sha256_extract_final");
  static final long HMAC256_INIT = Sodium.address("crypto_auth_hmacsha256_init");
  static final long HMAC256_UPDATE = Sodium.address("crypto_auth_hmacsha256_update");
  static final long HMAC256_FINAL = Sodium.address("crypto_auth_hmacsha256_final");
  static final long HMAC512_INIT = Sodium.address("crypto_auth_hmacsha512_init");
  static final long HMAC512_UPDATE = Sodium.address("crypto_auth_hmacsha512_update");
  static final long HMAC512_FINAL = Sodium.address("crypto_auth_hmacsha512_final");
  static final long SHA256 = Sodium.address("crypto_hash_sha256");
  static final long CHACHA20 = Sodium.address("crypto_stream_chacha20_ietf_xor");

  /** {@code memcpy} of the C library: a copy that no Java code makes. */
  static final long COPY = Linker.nativeLinker().defaultLookup().findOrThrow("memcpy").address();

  /** Bytes of the running state of each function. */
  static final int HKDF_STATE_BYTES = Sodium.size("crypto_kdf_hkdf_sha256_statebytes");

  static final int HMAC256_STATE_BYTES = Sodium.size("crypto_auth_hmacsha256_statebytes");
  static final int HMAC512_STATE_BYTES = Sodium.size("crypto_auth_hmacsha512_statebytes");

  private SodiumFunctions() {}
}

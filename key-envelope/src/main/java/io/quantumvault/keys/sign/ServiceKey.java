package io.quantumvault.keys.sign;

import io.quantumvault.keys.memory.Ed25519Seed;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.PublicFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import java.nio.file.Path;

/**
 * A service's ed25519 identity out of a key file of 32 raw bytes and mode 0600.
 *
 * <p>It may be used by many threads; each signature uses a copy of the seed that is wiped at once.
 */
public final class ServiceKey implements AutoCloseable {
  private final SharedSecret seed;
  private final byte[] publicKey;
  private final String keyId;

  private ServiceKey(SharedSecret seed, byte[] publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
    this.keyId = KeyId.of(publicKey);
  }

  /**
   * Loads the key.
   *
   * @throws KeyFileRefused when the file is missing, readable by others, or no random key
   */
  public static ServiceKey load(Path keyFile) {
    try (SecretMemory seed = KeyFile.load(keyFile)) {
      byte[] publicKey = Ed25519Seed.publicKey(seed);
      return new ServiceKey(SharedSecret.of(seed), publicKey);
    }
  }

  /**
   * Makes a new key file and writes its public half to each of the other files.
   *
   * @throws KeyFileRefused when one of them exists: nothing is ever overwritten
   */
  public static void create(Path keyFile, Path... publicKeyFiles) {
    try (SecretMemory seed = SecretMemory.random(Ed25519Seed.KEY_BYTES)) {
      KeyFile.create(keyFile, seed);
      byte[] publicKey = Ed25519Seed.publicKey(seed);
      for (Path file : publicKeyFiles) {
        PublicFile.create(file, publicKey);
      }
    }
  }

  /** The first 8 bytes of SHA-256 of the public key, lower-case hex. */
  public String keyId() {
    return keyId;
  }

  /** The 32-byte public key. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The 64-byte signature. */
  public byte[] sign(byte[] message) {
    try (SecretMemory own = seed.copy()) {
      return Ed25519Seed.signBound(own, publicKey, message);
    }
  }

  /** Wipes the seed; signing afterwards throws {@link IllegalStateException}. */
  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "ServiceKey[" + keyId + "]";
  }
}

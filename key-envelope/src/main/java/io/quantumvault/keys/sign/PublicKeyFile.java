package io.quantumvault.keys.sign;

import io.quantumvault.keys.memory.Ed25519Seed;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.PublicFile;
import java.nio.file.Path;

/** A file with the 32 raw bytes of an ed25519 public key. */
final class PublicKeyFile {
  private PublicKeyFile() {}

  /** Refuses what is not a point of the prime-order subgroup: no signing library makes others. */
  static byte[] load(Path file) {
    byte[] key = PublicFile.load(file);
    if (!Ed25519Seed.isInMainSubgroup(key)) {
      throw new KeyFileRefused(file, "it holds no ed25519 public key");
    }
    return key;
  }
}

package io.quantumvault.keys.kms;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;

/** Wraps keys for the service that may unwrap them. */
public interface KeyWrapping {
  /**
   * Wraps a key, bound to its context.
   *
   * <p>Bytes: provider u8 ‖ key version u32 LE ‖ the provider's bytes.
   *
   * @throws CryptoFailure when this service has no such key
   */
  byte[] wrap(KeyName name, Aad context, SecretMemory key);
}

package io.quantumvault.keys.kms;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;

/** Unwraps keys that another service wrapped for this one. */
public interface KeyUnwrapping {
  /**
   * Unwraps into key memory, the caller's to close.
   *
   * @throws CryptoFailure when key, version or context is not the one it was wrapped under, or any
   *     bit was changed
   */
  SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped);
}

package io.quantumvault.keys.memory;

import java.util.function.LongConsumer;

/**
 * Whoever HPKE messages are sealed to: a long-lived X25519 key that many threads open with, and its
 * public half, which every opening hashes, so that it is derived once.
 */
public final class HpkeRecipient implements AutoCloseable {
  private final SharedSecret privateKey;
  private final byte[] publicKey;

  private HpkeRecipient(SharedSecret privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Keeps a copy of the private half; the original stays the caller's to close. */
  public static HpkeRecipient of(SecretMemory privateKey) {
    byte[] publicKey = X25519.publicKey(privateKey);
    return new HpkeRecipient(SharedSecret.of(privateKey), publicKey);
  }

  /** For {@link Hpke} alone, which only reads it. */
  byte[] publicKey() {
    return publicKey;
  }

  /** See {@link SharedSecret#use}. */
  void use(LongConsumer call) {
    privateKey.use(call);
  }

  /** Wipes the private half; opening is refused from then on. */
  @Override
  public void close() {
    privateKey.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}

package io.quantumvault.audit.checkpoint;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A key on the heap, for tests. */
public final class TestKey implements NoteKey {
  private final byte[] seed;
  private final byte[] publicKey = new byte[32];

  /** From 32 bytes. */
  public TestKey(byte[] seed) {
    this.seed = seed.clone();
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
  }

  /** A new one. */
  public static TestKey fresh() {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    return new TestKey(seed);
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[64];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == 64
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}

package io.quantumvault.audit.checkpoint;

/** The ed25519 key that signs checkpoints. Safe for use by several threads. */
public interface NoteKey {
  /** 32 bytes. */
  byte[] publicKey();

  /** 64 bytes over exactly this message. */
  byte[] sign(byte[] message);

  /** True only for a signature of this key over exactly this message. */
  boolean verify(byte[] message, byte[] signature);
}

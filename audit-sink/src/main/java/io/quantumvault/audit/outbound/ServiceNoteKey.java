package io.quantumvault.audit.outbound;

import io.quantumvault.audit.checkpoint.NoteKey;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.sign.ServiceKey;

/** Signs checkpoints with a key that stays in key memory. */
public final class ServiceNoteKey implements NoteKey {
  private final ServiceKey key;

  /** The key stays the caller's to close. */
  public ServiceNoteKey(ServiceKey key) {
    this.key = key;
  }

  @Override
  public byte[] publicKey() {
    return key.publicKey();
  }

  @Override
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return Ed25519.verify(key.publicKey(), message, signature);
  }
}

package io.quantumvault.policy.outbound;

/** The stage's identity: signs what the signer service will accept as decided. */
public interface IntentSigner {
  /** Names the key, so that it can be rotated. */
  String keyId();

  /** 64 bytes of ed25519 over the message. Callable from every stream thread. */
  byte[] sign(byte[] message);
}

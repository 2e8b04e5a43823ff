package io.quantumvault.policy.outbound;

import io.quantumvault.keys.sign.ServiceKey;

/** Signs intents with the stage's own key file. */
public final class ServiceIntentSigner implements IntentSigner {
  private final ServiceKey key;

  public ServiceIntentSigner(ServiceKey key) {
    this.key = key;
  }

  @Override
  public String keyId() {
    return key.keyId();
  }

  @Override
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }
}

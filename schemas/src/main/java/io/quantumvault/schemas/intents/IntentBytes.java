package io.quantumvault.schemas.intents;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** What the policy stage's ed25519 signature over an intent covers. */
public final class IntentBytes {
  private static final byte[] CONTEXT = "QuantumVault/v2/intent\0".getBytes(US_ASCII);

  private IntentBytes() {}

  /**
   * {@code "QuantumVault/v2/intent"} ‖ 0x00 ‖ payload. The context keeps a signature made for an
   * intent from ever passing as one made for something else.
   */
  public static byte[] signingInput(byte[] payload) {
    return ByteBuffer.allocate(CONTEXT.length + payload.length).put(CONTEXT).put(payload).array();
  }
}

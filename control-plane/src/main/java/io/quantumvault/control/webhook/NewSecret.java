package io.quantumvault.control.webhook;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.schemas.ids.Base58;
import java.time.Instant;
import java.util.UUID;

/**
 * A signing secret that was just made, on its way to its owner: 32 random bytes in key memory until
 * this is closed. Afterwards only ingest-service can open its record; nobody can show it again.
 */
public final class NewSecret implements AutoCloseable {
  private static final int BYTES = 32;

  private final SecretMemory bytes;
  private final SigningSecret sealed;

  private NewSecret(SecretMemory bytes, SigningSecret sealed) {
    this.bytes = bytes;
    this.sealed = sealed;
  }

  /**
   * Makes one and seals it, bound to its owner and webhook.
   *
   * @param owner Base58
   * @throws io.quantumvault.keys.kms.KmsUnavailable when the KMS does not answer
   */
  static NewSecret make(KeyWrapping keys, String owner, UUID webhookId, UUID id, Instant at) {
    SecretMemory bytes = SecretMemory.random(BYTES);
    try {
      Aad context = Aad.webhookSecret(Base58.decode(owner), webhookId);
      return new NewSecret(
          bytes, new SigningSecret(id, keys.wrap(KeyName.WEBHOOK, context, bytes), at));
    } catch (Throwable t) {
      bytes.close();
      throw t;
    }
  }

  /** What is kept of it. */
  public SigningSecret sealed() {
    return sealed;
  }

  /** As its owner gives it to the sender; see {@link SecretText}. The caller wipes the array. */
  public byte[] text() {
    return SecretText.of(bytes);
  }

  @Override
  public void close() {
    bytes.close();
  }
}

package io.quantumvault.control.exchange;

import io.quantumvault.schemas.text.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: the exact bytes the owner is asked to sign, and how far it has come.
 *
 * @param nonceSha256 of the 32-byte nonce inside the text; consumed once
 * @param domain host and port inside the text
 * @param sessionId the session it was asked in; the whole exchange stays in that session
 * @param signature over the text, from authorisation on
 */
@SuppressWarnings("ArrayRecordComponent")
public record Challenge(
    UUID id,
    byte[] nonceSha256,
    Purpose purpose,
    String wallet,
    String domain,
    byte[] text,
    Bound bound,
    @Nullable UUID sessionId,
    byte[] clientHash,
    Instant createdAt,
    Instant expiresAt,
    byte @Nullable [] signature) {

  /** The same exchange after the owner's signature was verified. */
  public Challenge authorised(byte[] verified) {
    return new Challenge(
        id,
        nonceSha256,
        purpose,
        wallet,
        domain,
        text,
        bound,
        sessionId,
        clientHash,
        createdAt,
        expiresAt,
        verified);
  }

  /** The verified signature. */
  public byte[] authorisation() {
    if (signature == null) {
      throw new IllegalStateException("not authorised");
    }
    return signature;
  }
}

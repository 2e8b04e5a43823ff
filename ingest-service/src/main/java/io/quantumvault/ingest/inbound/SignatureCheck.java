package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.route.Route;
import java.time.Instant;

/** Says whether a signed webhook's body is its sender's. */
public interface SignatureCheck {
  /** The verdict on one request. */
  Verdict check(Route route, IncomingRequest request, byte[] body, Instant now);

  /** What a check found. */
  sealed interface Verdict {
    /**
     * The signature holds.
     *
     * @param nonce the signed id of this message: the same one must not be acted on twice
     */
    record Holds(String nonce) implements Verdict {}

    /** It does not. */
    record Refused(String why) implements Verdict {}

    /** It cannot be known: no secret could be opened, or not in time. */
    record Unavailable() implements Verdict {}
  }
}

package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.route.Route;
import java.time.Instant;

/** Says whether a signed webhook's body is its sender's. */
public interface SignatureCheck {
  /** The verdict on one request. */
  Verdict check(Route route, IncomingRequest request, byte[] body, Instant now);

  /** What a check found. */
  sealed interface Verdict {
    /** The signature holds; the signed id and time may stand in for missing ones. */
    record Holds(AlertParser.StandIns standIns) implements Verdict {}

    /** It does not. */
    record Refused(String why) implements Verdict {}

    /** It cannot be known: no secret could be opened. */
    record Unavailable() implements Verdict {}
  }
}

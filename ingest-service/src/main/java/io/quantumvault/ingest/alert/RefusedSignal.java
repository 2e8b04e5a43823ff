package io.quantumvault.ingest.alert;

import io.quantumvault.ingest.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A body that came with a valid token and is no alert.
 *
 * @param bodySha256 of the body as received; empty where it was not read to its end
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it is on its way out.
public record RefusedSignal(
    UUID signalId,
    Route route,
    List<ParsedAlert.Problem> problems,
    byte[] bodySha256,
    Instant receivedAt) {
  public RefusedSignal {
    problems = List.copyOf(problems);
  }
}

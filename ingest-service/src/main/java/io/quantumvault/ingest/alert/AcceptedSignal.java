package io.quantumvault.ingest.alert;

import io.quantumvault.ingest.route.Route;
import java.time.Instant;
import java.util.UUID;

/**
 * An alert that is to become a signal.
 *
 * @param signalId minted at receipt
 * @param nonce the {@code webhook-id} of a signed webhook; empty for others
 * @param contentSha256 see {@link ContentHash}
 * @param dryRun decided and answered, never traded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it is on its way out.
public record AcceptedSignal(
    UUID signalId,
    Route route,
    ParsedAlert.Accepted parsed,
    String nonce,
    byte[] contentSha256,
    Instant receivedAt,
    boolean dryRun) {

  /** The alert. */
  public Alert alert() {
    return parsed.alert();
  }
}

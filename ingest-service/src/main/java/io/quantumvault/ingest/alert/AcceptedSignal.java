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
 * @param bodySha256 of the body as received
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it is on its way out.
public record AcceptedSignal(
    UUID signalId,
    Route route,
    Alert alert,
    String redactedBody,
    String nonce,
    byte[] contentSha256,
    byte[] bodySha256,
    Instant receivedAt) {}

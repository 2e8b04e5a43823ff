package io.quantumvault.policy.outbound;

import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Signal;
import java.time.Instant;

/** The envelope of whatever follows from a signal. */
final class Envelopes {
  private Envelopes() {}

  static Envelope causedBy(Signal signal, Instant now) {
    return Envelope.newBuilder()
        .setEventId(Ids.newId(now.toEpochMilli()).toString())
        .setOccurredAtMs(now.toEpochMilli())
        .setCorrelationId(signal.getSignalId())
        .setCausationId(signal.getEnvelope().getEventId())
        .build();
  }
}

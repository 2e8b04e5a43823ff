package io.quantumvault.policy.outbound;

import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Signal;
import java.time.Instant;

/** The envelopes of whatever the stage writes. */
final class Envelopes {
  private Envelopes() {}

  static Envelope causedBy(Signal signal, Instant now) {
    return of(signal.getSignalId(), signal.getEnvelope().getEventId(), now);
  }

  static Envelope of(String correlationId, String causationId, Instant now) {
    return Envelope.newBuilder()
        .setEventId(Ids.newId(now.toEpochMilli()).toString())
        .setOccurredAtMs(now.toEpochMilli())
        .setCorrelationId(correlationId)
        .setCausationId(causationId)
        .build();
  }
}

package io.quantumvault.control.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Outcome;
import io.quantumvault.schemas.v1.Severity;
import io.quantumvault.schemas.v1.VaultEvent;
import io.quantumvault.schemas.v1.VaultEventKind;
import java.time.Clock;

/** Facts as VaultEvent records, keyed by owner. */
public final class OutboxVaultEvents implements VaultEvents {
  private final Outbox outbox;
  private final GrantRecords grants;
  private final Clock clock;

  public OutboxVaultEvents(Outbox outbox, GrantRecords grants, Clock clock) {
    this.outbox = outbox;
    this.grants = grants;
    this.clock = clock;
  }

  @Override
  public void record(VaultFact fact) {
    long now = clock.millis();
    var event =
        VaultEvent.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId(Ids.newId(now).toString())
                    .setOccurredAtMs(now)
                    .setCorrelationId(fact.correlationId().toString()))
            .setKind(VaultEventKind.valueOf("VAULT_EVENT_KIND_" + fact.kind().name()))
            .setOwner(fact.owner())
            .setAgentWallet(fact.agentWallet())
            .setBotId(fact.botId() == null ? "" : fact.botId().toString())
            .setOutcome(fact.succeeded() ? Outcome.OUTCOME_SUCCEEDED : Outcome.OUTCOME_REFUSED)
            .setReason(fact.reason())
            .setSeverity(Severity.valueOf("SEVERITY_" + fact.severity().name()))
            .setClientHash(ByteString.copyFrom(fact.client().addressHash()))
            .setDeviceHash(ByteString.copyFrom(fact.client().deviceHash()))
            .setPseudonymKeyId(fact.client().pseudonymKeyId());
    if (fact.signedText() != null) {
      event.setSignedText(ByteString.copyFrom(fact.signedText()));
    }
    if (fact.ownerSignature() != null) {
      event.setOwnerSignature(ByteString.copyFrom(fact.ownerSignature()));
    }
    if (fact.grantId() != null) {
      event.setGrant(grants.find(fact.grantId()).orElseThrow());
    }
    outbox.send(Topics.VAULT_EVENTS, fact.owner(), event.build().toByteArray());
  }
}

package io.quantumvault.control.stop;

import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.Bound;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.exchange.PlainPurpose;
import io.quantumvault.control.exchange.Prepared;
import io.quantumvault.control.exchange.Request;
import io.quantumvault.control.grant.GrantStore;
import io.quantumvault.control.grant.GrantView;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Purpose;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Lifts one stop by a fresh signature, while a grant it stopped still lives. The stop's row stays,
 * with the evidence: deleting a row lifts nothing.
 */
public final class Resumption implements PlainPurpose {
  private final StopStore stops;
  private final GrantStore grants;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Clock clock;

  public Resumption(
      StopStore stops, GrantStore grants, WalletChanges changes, VaultEvents events, Clock clock) {
    this.stops = stops;
    this.grants = grants;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Purpose purpose() {
    return Purpose.RESUME_EXECUTION;
  }

  @Override
  public Outcome<Prepared> prepare(Request request, Caller caller) {
    if (request.stopId() == null) {
      return Outcome.refused(Refusal.MALFORMED_REQUEST, "stopId is needed");
    }
    return stops
        .find(request.wallet(), request.stopId())
        .map(stop -> resumable(request.wallet(), stop))
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "stop"))
        .map(stop -> new Prepared(new Binding.Resume(stop.id()), new Bound.Resume(stop.id())));
  }

  @Override
  public Outcome<Effect> effect(Challenge challenge, Caller caller) {
    var stopId = ((Bound.Resume) challenge.bound()).stopId();
    String owner = challenge.wallet();
    var found = stops.find(owner, stopId);
    if (found.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "stop");
    }
    StopRecord stop = found.get();
    return changes.change(
        List.of(stop.agentWallet()),
        () -> resumable(owner, stop).then(ok -> lift(stop, challenge, caller)));
  }

  private Outcome<Effect> lift(StopRecord stop, Challenge challenge, Caller caller) {
    if (!stops.resume(stop.id(), challenge.text(), challenge.authorisation(), clock.instant())) {
      return Outcome.refused(Refusal.STOP_NOT_RESUMABLE, "it has been lifted");
    }
    events.record(
        VaultFact.done(VaultFact.Kind.RESUMED, challenge.wallet(), challenge.id(), caller.client())
            .on(stop.agentWallet(), stop.botId())
            .signed(challenge.text(), challenge.authorisation()));
    return Outcome.done(new Effect.Resumed(stop.id()));
  }

  private Outcome<StopRecord> resumable(String owner, StopRecord stop) {
    if (stop.resumedAt() != null) {
      return Outcome.refused(Refusal.STOP_NOT_RESUMABLE, "it has been lifted");
    }
    if (stop.origin() == StopOrigin.STAFF) {
      return Outcome.refused(Refusal.STOP_NOT_RESUMABLE, "staff made it");
    }
    Instant now = clock.instant();
    boolean granted =
        grants.liveOfOwner(owner).stream()
            .filter(grant -> grant.exitsUntil().isAfter(now))
            .anyMatch(grant -> stoppedBy(stop, grant));
    return granted ? Outcome.done(stop) : Outcome.refused(Refusal.GRANT_MISSING);
  }

  private static boolean stoppedBy(StopRecord stop, GrantView grant) {
    return stop.botId() == null
        ? stop.agentWallet().equals(grant.agentWallet())
        : stop.botId().equals(grant.botId());
  }
}

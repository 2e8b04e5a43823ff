package io.quantumvault.control.grant;

import io.quantumvault.control.bot.BotStore;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.Bound;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.exchange.PlainPurpose;
import io.quantumvault.control.exchange.Prepared;
import io.quantumvault.control.exchange.Request;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Purpose;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Takes execution away at once: the grant's key material is erased and its sequence ended for ever,
 * in one transaction under the wallet's lock. There is no limit on it.
 */
public final class Revocation implements PlainPurpose {
  private final BotStore bots;
  private final GrantStore grants;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Clock clock;

  public Revocation(
      BotStore bots, GrantStore grants, WalletChanges changes, VaultEvents events, Clock clock) {
    this.bots = bots;
    this.grants = grants;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Purpose purpose() {
    return Purpose.REVOKE_EXECUTION;
  }

  @Override
  public Outcome<Prepared> prepare(Request request, Caller caller) {
    if ((request.botId() == null) != request.allBots()) {
      return Outcome.refused(Refusal.MALFORMED_REQUEST, "botId must be a bot's id or all");
    }
    if (request.botId() != null && bots.find(request.wallet(), request.botId()).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "bot");
    }
    return Outcome.done(
        new Prepared(new Binding.Revoke(request.botId()), new Bound.Revoke(request.botId())));
  }

  @Override
  public Outcome<Effect> effect(Challenge challenge, Caller caller) {
    UUID only = ((Bound.Revoke) challenge.bound()).botId();
    String owner = challenge.wallet();
    List<GrantView> live =
        grants.liveOfOwner(owner).stream()
            .filter(grant -> only == null || grant.botId().equals(only))
            .toList();
    if (live.isEmpty()) {
      return Outcome.done(new Effect.Revoked(List.of()));
    }
    return changes.change(
        live.stream().map(GrantView::agentWallet).distinct().toList(),
        () -> {
          Instant now = clock.instant();
          var ended = new ArrayList<UUID>();
          for (GrantView grant : live) {
            grants
                .endLive(grant.botId(), now)
                .ifPresent(id -> {
                  ended.add(id);
                  events.record(revoked(grant, challenge, caller));
                });
          }
          return Outcome.done(new Effect.Revoked(ended));
        });
  }

  /** Ends what has expired, so that no dead grant keeps a key. */
  public void endExpired() {
    for (GrantView grant : grants.expired(clock.instant())) {
      var _ =
          changes.change(
              List.of(grant.agentWallet()),
              () -> Outcome.done(grants.endLive(grant.botId(), clock.instant()).isPresent()));
    }
  }

  private static VaultFact revoked(GrantView grant, Challenge challenge, Caller caller) {
    return VaultFact.done(
            VaultFact.Kind.REVOKED, challenge.wallet(), challenge.id(), caller.client())
        .on(grant.agentWallet(), grant.botId())
        .signed(challenge.text(), challenge.authorisation());
  }
}

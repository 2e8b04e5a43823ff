package io.quantumvault.control.stop;

import io.quantumvault.control.bot.BotStore;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.SignedIn;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.control.wallet.WalletStore;
import io.quantumvault.schemas.ids.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stops by the owner's session, effective from their commit. Asking twice for the same stop gives
 * the one that holds, so that the snapshot stays bounded and no stop is ever refused for a limit.
 */
public final class Stopping {
  private final StopStore stops;
  private final BotStore bots;
  private final WalletStore wallets;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Clock clock;

  public Stopping(
      StopStore stops,
      BotStore bots,
      WalletStore wallets,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    this.stops = stops;
    this.bots = bots;
    this.wallets = wallets;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  public Outcome<StopRecord> stopBot(SignedIn me, UUID botId, StopKind kind, Client client) {
    return bots.find(me.owner(), botId)
        .map(bot -> stop(me, bot.agentWallet(), botId, kind, client))
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "bot"));
  }

  public Outcome<StopRecord> stopWallet(
      SignedIn me, String agentWallet, StopKind kind, Client client) {
    return wallets.find(me.owner(), agentWallet).isEmpty()
        ? Outcome.refused(Refusal.NOT_FOUND, "agent wallet")
        : stop(me, agentWallet, null, kind, client);
  }

  public Outcome<List<StopRecord>> holding(SignedIn me, String agentWallet) {
    return wallets.find(me.owner(), agentWallet).isEmpty()
        ? Outcome.refused(Refusal.NOT_FOUND, "agent wallet")
        : Outcome.done(stops.holding(agentWallet));
  }

  private Outcome<StopRecord> stop(
      SignedIn me, String agentWallet, @Nullable UUID botId, StopKind kind, Client client) {
    if (kind == StopKind.FLATTEN) {
      return Outcome.refused(Refusal.MALFORMED_REQUEST, "kind must be REDUCE_ONLY or FREEZE");
    }
    return changes.change(
        List.of(agentWallet),
        () -> {
          var same =
              stops.holding(agentWallet).stream()
                  .filter(s -> s.kind() == kind && s.origin() == StopOrigin.OWNER)
                  .filter(s -> Objects.equals(s.botId(), botId))
                  .findFirst();
          if (same.isPresent()) {
            return Outcome.done(same.get());
          }
          var stop =
              new StopRecord(
                  Ids.newId(clock.millis()),
                  agentWallet,
                  botId,
                  kind,
                  StopOrigin.OWNER,
                  "",
                  clock.instant(),
                  null);
          stops.insert(stop);
          events.record(
              VaultFact.done(VaultFact.Kind.STOPPED, me.owner(), stop.id(), client)
                  .on(agentWallet, botId)
                  .because(kind.name(), VaultFact.Severity.ALERT));
          return Outcome.done(stop);
        });
  }
}

package io.quantumvault.control.stop;

import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.control.wallet.WalletStore;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the stop that answers the signer's own freeze, so that the owner sees it and a signature
 * can lift both. An integrity failure freezes the wallet, an unknown outcome the bot. The stop's id
 * is the event's: a record that arrives again makes nothing new.
 */
public final class AutomaticStops {
  /** Refusals that only tampering brings about; the signer's names. */
  private static final Set<String> INTEGRITY =
      Set.of("ROLLED_BACK", "GRANT_TEXT_MISMATCH", "OWNER_SIGNATURE_INVALID", "POLICY_MAC_INVALID");

  private static final Client NOBODY = new Client(new byte[0], new byte[0], "");

  private final StopStore stops;
  private final WalletStore wallets;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Clock clock;

  public AutomaticStops(
      StopStore stops,
      WalletStore wallets,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    this.stops = stops;
    this.wallets = wallets;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  /** An execution event, as far as it matters here. */
  public record Seen(
      UUID eventId,
      String owner,
      String agentWallet,
      @Nullable UUID botId,
      String kind,
      String reason) {}

  /** Stops what the event calls for; most call for nothing. */
  public void answer(Seen seen) {
    boolean integrity = seen.kind().equals("REFUSED") && INTEGRITY.contains(seen.reason());
    boolean unknown = seen.kind().equals("OUTCOME_UNKNOWN") && seen.botId() != null;
    if ((integrity || unknown) && wallets.find(seen.owner(), seen.agentWallet()).isPresent()) {
      UUID bot = integrity ? null : seen.botId();
      String reason = integrity ? seen.reason() : seen.kind();
      var _ =
          changes.change(
              List.of(seen.agentWallet()),
              () -> {
                if (!answered(seen, bot)) {
                  freeze(seen, bot, reason);
                }
                return Outcome.done(true);
              });
    }
  }

  private boolean answered(Seen seen, @Nullable UUID bot) {
    return stops.find(seen.owner(), seen.eventId()).isPresent()
        || stops.holding(seen.agentWallet()).stream()
            .filter(stop -> stop.origin() == StopOrigin.AUTOMATIC)
            .anyMatch(stop -> Objects.equals(stop.botId(), bot));
  }

  private void freeze(Seen seen, @Nullable UUID bot, String reason) {
    stops.insert(
        new StopRecord(
            seen.eventId(),
            seen.agentWallet(),
            bot,
            StopKind.FREEZE,
            StopOrigin.AUTOMATIC,
            reason,
            clock.instant(),
            null));
    events.record(
        VaultFact.done(VaultFact.Kind.STOPPED, seen.owner(), seen.eventId(), NOBODY)
            .on(seen.agentWallet(), bot)
            .because(reason, VaultFact.Severity.ALERT));
  }
}

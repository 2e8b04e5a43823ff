package io.quantumvault.control.stop;

import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.control.wallet.WalletStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the stop that answers the signer's own freeze, so that the owner sees it and a signature
 * can lift both: an integrity failure freezes the wallet. The stop's id is the event's: a record
 * that arrives again makes nothing new.
 */
public final class AutomaticStops {
  /** Refusals that only tampering brings about; the signer's names. */
  private static final Set<String> INTEGRITY =
      Set.of(
          "ROLLED_BACK",
          "OWNER_CHANGED",
          "GRANT_TEXT_MISMATCH",
          "OWNER_SIGNATURE_INVALID",
          "POLICY_MAC_INVALID");

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
  public record Seen(UUID eventId, String owner, String agentWallet, String kind, String reason) {}

  /** Stops what the event calls for; most call for nothing. */
  public void answer(Seen seen) {
    boolean integrity = seen.kind().equals("REFUSED") && INTEGRITY.contains(seen.reason());
    if (integrity && wallets.find(seen.owner(), seen.agentWallet()).isPresent()) {
      var _ =
          changes.change(
              List.of(seen.agentWallet()),
              () -> {
                if (!answered(seen)) {
                  freeze(seen);
                }
                return Outcome.done(true);
              });
    }
  }

  private boolean answered(Seen seen) {
    return stops.find(seen.owner(), seen.eventId()).isPresent()
        || stops.holding(seen.agentWallet()).stream()
            .filter(stop -> stop.origin() == StopOrigin.AUTOMATIC)
            .anyMatch(stop -> stop.botId() == null);
  }

  private void freeze(Seen seen) {
    stops.insert(
        new StopRecord(
            seen.eventId(),
            seen.agentWallet(),
            null,
            StopKind.FREEZE,
            StopOrigin.AUTOMATIC,
            seen.reason(),
            clock.instant(),
            null));
    events.record(
        VaultFact.done(VaultFact.Kind.STOPPED, seen.owner(), seen.eventId(), NOBODY)
            .on(seen.agentWallet(), null)
            .because(seen.reason(), VaultFact.Severity.ALERT));
  }
}

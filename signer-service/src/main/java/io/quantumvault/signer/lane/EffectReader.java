package io.quantumvault.signer.lane;

import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a bot's account after a trade, at the slot it landed in or later. */
record EffectReader(
    ClaimStore ledger,
    AccountReader accounts,
    Map<String, Venue> venues,
    Duration within,
    Duration retryEvery,
    InstantSource clock) {

  /** The account; null if it cannot be read within the time for it. */
  @Nullable Reading read(Intent intent, long slot) throws InterruptedException {
    Instant until = clock.instant().plus(within);
    while (clock.instant().isBefore(until)) {
      try {
        var material = ledger.standing(intent).material();
        var venue = material == null ? null : venues.get(material.venue());
        if (material == null || venue == null) {
          return null;
        }
        return accounts.read(intent.botId(), intent.agentWallet(), material.account(), venue, slot);
      } catch (VenueUnreadableException e) {
        return null;
      } catch (ChainException e) {
        Thread.sleep(retryEvery);
      } catch (LedgerUnavailableException e) {
        // The time is the chain's; nothing can be written before the ledger is back.
        Thread.sleep(retryEvery);
        until = clock.instant().plus(within);
      }
    }
    return null;
  }
}

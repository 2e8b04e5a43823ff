package io.quantumvault.control.grant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps grants. All changes happen inside {@code WalletChanges}. */
public interface GrantStore {
  /** Inserts the grant under the bot's next sequence number, which it gives back. */
  long insert(NewGrant grant);

  Optional<GrantView> liveOf(UUID botId);

  List<GrantView> liveOfOwner(String owner);

  /** Live ones whose time is over, that of their exits too. */
  List<GrantView> expired(Instant now);

  /**
   * Ends the bot's live grant: its key material is erased and the bot's highest ended sequence
   * raised.
   */
  Optional<UUID> endLive(UUID botId, Instant at);
}

package io.quantumvault.signer.account;

import io.quantumvault.signer.limits.DayOpening;
import io.quantumvault.signer.venue.VenueAccount;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The equity each bot's UTC day opened with: that of the first reading at or after 00:00 UTC, which
 * is the reading at hand when none was made before it.
 */
public final class DayOpenings {
  private final OpeningStore store;
  private final Map<UUID, DayOpening> today = new ConcurrentHashMap<>();

  /** Takes where openings are kept. */
  public DayOpenings(OpeningStore store) {
    this.store = store;
  }

  /** The opening of the day of this reading. */
  public DayOpening of(UUID botId, String agentWallet, VenueAccount account, Instant readAt) {
    var day = readAt.atOffset(ZoneOffset.UTC).toLocalDate();
    var known = today.get(botId);
    if (known != null && known.day().equals(day)) {
      return known;
    }
    var fixed = store.fix(botId, agentWallet, DayOpening.of(day, account));
    today.put(botId, fixed);
    return fixed;
  }
}

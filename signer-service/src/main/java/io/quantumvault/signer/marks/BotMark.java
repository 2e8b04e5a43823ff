package io.quantumvault.signer.marks;

import io.quantumvault.schemas.text.GrantText;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What must not be taken back of one bot.
 *
 * @param policyVersion the highest that was granted
 * @param live the grant that lived last
 * @param ended grants that ended, by id, with the moment at which no owner's signature can have
 *     them live any more
 * @param opening of the last day an account was read on
 */
public record BotMark(
    long policyVersion,
    @Nullable LiveGrant live,
    Map<UUID, Instant> ended,
    @Nullable DayOpening opening) {
  /** Of a bot never seen. */
  static final BotMark NONE = new BotMark(0, null, Map.of(), null);

  /** A grant and when it expires. */
  public record LiveGrant(UUID grantId, Instant expiresAt) {}

  /** Copies the map. */
  public BotMark {
    ended = Map.copyOf(ended);
  }

  /** After a snapshot of the bot: what was live and is no longer has ended. */
  BotMark raised(Snapshot.Bot bot, Instant now) {
    var all = new HashMap<>(ended);
    // Rows tell a grant's expiry, and rows can be made to tell an early one, for which its end
    // would
    // be forgotten: what was signed before now has certainly expired a longest grant later.
    var expired = now.plus(GrantText.LONGEST_GRANT);
    bot.endedGrants().keySet().forEach(id -> all.putIfAbsent(id, expired));
    var next = bot.live();
    if (live != null && (next == null || !next.grantId().equals(live.grantId()))) {
      all.putIfAbsent(live.grantId(), expired);
    }
    all.values().removeIf(until -> until.plus(StandingMark.REMEMBERED_AFTER_EXPIRY).isBefore(now));
    boolean back = next != null && all.containsKey(next.grantId());
    return new BotMark(
        Math.max(policyVersion, back ? 0 : bot.policyVersion()), back ? null : next, all, opening);
  }

  /** The same with another opening. */
  BotMark with(DayOpening fixed) {
    return new BotMark(policyVersion, live, ended, fixed);
  }

  /** Whether nothing of a bot that is gone needs remembering. */
  boolean empty() {
    return live == null && ended.isEmpty();
  }
}

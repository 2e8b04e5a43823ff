package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Entries;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one market of a bot.
 *
 * @param followed time of the newest alert whose word on the strategy's position was followed
 * @param entries how the position was built
 * @param tidiedAt when orders that had lost their reason were last cancelled
 */
record MarketMark(@Nullable Instant followed, Entries entries, @Nullable Instant tidiedAt) {
  static final MarketMark NONE = new MarketMark(null, Entries.NONE, null);

  MarketMark followed(Instant time) {
    var newest = followed == null || time.isAfter(followed) ? time : followed;
    return new MarketMark(newest, entries, tidiedAt);
  }

  MarketMark entered(Instant at) {
    return new MarketMark(followed, new Entries(entries.count() + 1, at), tidiedAt);
  }

  /** With so many of its entries counted towards the position. */
  MarketMark withEntries(int count) {
    return new MarketMark(followed, new Entries(count, entries.lastAt()), tidiedAt);
  }

  MarketMark tidied(Instant at) {
    return new MarketMark(followed, entries, at);
  }
}

package io.quantumvault.signer.lane;

import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.Venue;
import org.jspecify.annotations.Nullable;

/** Where a bot trades; both null when its rows are gone. */
record Trading(@Nullable Venue venue, @Nullable BotAccount account) {
  /** Of a bot that is gone. */
  static final Trading GONE = new Trading(null, null);
}

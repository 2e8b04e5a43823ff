package io.quantumvault.control.venue;

import io.quantumvault.control.bot.TradingAccounts;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.venue.drift.DriftAddresses;

/** Where Drift v2 keeps a bot's trading account. */
public final class DriftTradingAccounts implements TradingAccounts {
  private static final String VENUE = "drift-v2";

  @Override
  public boolean knows(String venue) {
    return venue.equals(VENUE);
  }

  @Override
  public String account(String venue, String authority, int subAccount) {
    return DriftAddresses.V2.user(Address.of(authority), subAccount).toString();
  }
}

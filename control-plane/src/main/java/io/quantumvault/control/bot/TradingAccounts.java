package io.quantumvault.control.bot;

/** Derives a bot's account at a venue. */
public interface TradingAccounts {
  boolean knows(String venue);

  /** Base58 address of the account of this authority and sub-account. */
  String account(String venue, String authority, int subAccount);
}

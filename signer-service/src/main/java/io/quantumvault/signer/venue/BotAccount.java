package io.quantumvault.signer.venue;

import io.quantumvault.solana.address.Address;

/**
 * Whose trading account a bot trades on.
 *
 * @param agent the wallet that signs and pays fees
 * @param authority who owns the trading account: the agent itself, or the owner wallet whose
 *     delegate the agent is
 * @param tradingAccount the venue's account
 */
public record BotAccount(Address agent, Address authority, Address tradingAccount) {}

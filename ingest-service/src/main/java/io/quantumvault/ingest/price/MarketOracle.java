package io.quantumvault.ingest.price;

import io.quantumvault.solana.address.Address;

/**
 * Which accounts tell of a market.
 *
 * @param market symbol such as SOL-PERP
 * @param oracle the account that holds its price
 * @param account the venue's own account of the market, which names that oracle
 * @param index the venue's number of the market
 */
public record MarketOracle(String market, Address oracle, Address account, int index) {}

package io.quantumvault.ingest.price;

/**
 * Which account tells a market's price.
 *
 * @param address Base58
 */
public record MarketOracle(String market, String address) {}

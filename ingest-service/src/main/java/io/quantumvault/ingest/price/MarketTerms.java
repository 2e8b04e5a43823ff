package io.quantumvault.ingest.price;

import java.math.BigDecimal;

/**
 * What sizes a market takes.
 *
 * @param step smallest change of a size, base units, above zero
 * @param minimum smallest size, base units
 */
public record MarketTerms(BigDecimal step, BigDecimal minimum) {}

package io.quantumvault.ingest.price;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What one endpoint says of one market.
 *
 * @param endpoint its place in the configuration, from zero
 * @param price US dollars per base unit, above zero
 * @param confidence the same unit
 * @param publishedAt the oracle's own time of its price
 * @param postedSlot at which the oracle was written, at most {@code readSlot}
 * @param readSlot the slot of the answer
 * @param terms the venue's own of the market
 */
public record PriceReading(
    int endpoint,
    BigDecimal price,
    BigDecimal confidence,
    Instant publishedAt,
    long postedSlot,
    long readSlot,
    MarketTerms terms) {}

package io.quantumvault.ingest.price;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A price as the chain held it when it was read.
 *
 * @param market symbol such as SOL-PERP
 * @param oracle the account, Base58
 * @param price US dollars per base unit
 * @param slot at which the oracle was posted
 */
public record ObservedPrice(
    String market,
    String oracle,
    BigDecimal price,
    BigDecimal confidence,
    long slot,
    Instant observedAt) {}

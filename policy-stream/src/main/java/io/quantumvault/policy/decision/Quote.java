package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An oracle price as the chain holds it.
 *
 * @param price US dollars per base unit, above zero
 * @param slot chain slot at which it was posted
 * @param observedAt when the feed read it
 */
public record Quote(BigDecimal price, long slot, Instant observedAt) {}

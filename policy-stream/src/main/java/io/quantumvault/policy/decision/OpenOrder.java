package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/**
 * An order resting at the venue.
 *
 * @param remaining unfilled base units
 * @param reduceOnly a stop, a target or a resting exit
 * @param trigger waits for its price outside the book
 */
public record OpenOrder(
    String market,
    long orderId,
    Direction direction,
    BigDecimal remaining,
    boolean reduceOnly,
    boolean trigger) {}

package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/**
 * An order resting at the venue.
 *
 * @param remaining unfilled base units
 */
public record OpenOrder(String market, long orderId, Direction direction, BigDecimal remaining) {}

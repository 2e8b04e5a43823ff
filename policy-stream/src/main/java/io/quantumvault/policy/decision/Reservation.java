package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/**
 * What an approved and unfinished order may still do to the position.
 *
 * @param size base units, above zero
 * @param reducing sent with the venue's reduce-only flag
 * @param mayRest what of it does not fill at once stays at the venue as an open order
 */
public record Reservation(
    String market, Direction direction, BigDecimal size, boolean reducing, boolean mayRest) {}

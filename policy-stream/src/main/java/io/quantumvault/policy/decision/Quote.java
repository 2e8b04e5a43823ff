package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An oracle price as the chain holds it.
 *
 * @param price US dollars per base unit, above zero
 * @param slot chain slot at which it was posted
 * @param publishedAt the oracle's own time, from which its age is measured
 * @param observedAt when the feed read it
 * @param confidence US dollars per base unit, as the oracle gives it
 * @param doubtful endpoints differ, or the oracle stands still
 * @param step the venue's smallest change of a size, base units; absent where nobody read it
 */
public record Quote(
    BigDecimal price,
    long slot,
    Instant publishedAt,
    Instant observedAt,
    @Nullable BigDecimal confidence,
    boolean doubtful,
    @Nullable BigDecimal step) {}

package io.quantumvault.policy.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision depends on; the same request gives the same decision for ever.
 *
 * @param quotes oracle prices by market, of every market the bot has exposure in
 * @param account absent until the signer's first reading
 * @param reservations of approved and unfinished orders, in all markets of the bot
 */
public record DecisionRequest(
    Instant now,
    Alert alert,
    Standing standing,
    SeenBefore seen,
    Activity activity,
    Map<String, Quote> quotes,
    @Nullable Account account,
    List<Reservation> reservations) {}

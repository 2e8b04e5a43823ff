package io.quantumvault.policy.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision depends on; the same request gives the same decision for ever. All of it is
 * written down with the decision.
 *
 * @param entries of the alert's market
 * @param quotes oracle prices by market, of every market the bot has exposure in
 * @param account absent until the signer's first reading
 * @param reservations of approved and unfinished orders in all markets, in the order of approval
 */
public record DecisionRequest(
    Instant now,
    Alert alert,
    Standing standing,
    SeenBefore seen,
    Activity activity,
    Entries entries,
    Map<String, Quote> quotes,
    @Nullable Account account,
    List<Reservation> reservations) {}

package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the venue.
 *
 * @param direction and {@code size} (base units) are absent only for {@link Action#CANCEL}
 * @param maxSlippageBps the tighter of the alert's and the policy's
 * @param deadline after which nothing may be signed: the alert's time + 60 s
 */
public record Order(
    String market,
    Action action,
    OrderType type,
    @Nullable Direction direction,
    @Nullable BigDecimal size,
    @Nullable BigDecimal limitPrice,
    boolean reduceOnly,
    int maxSlippageBps,
    Instant deadline) {}

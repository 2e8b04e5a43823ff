package io.quantumvault.control.stop;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stop.
 *
 * @param botId null for the whole agent wallet
 * @param resumedAt when the owner's signature lifted it; null while it holds
 */
public record StopRecord(
    UUID id,
    String agentWallet,
    @Nullable UUID botId,
    StopKind kind,
    StopOrigin origin,
    String reason,
    Instant createdAt,
    @Nullable Instant resumedAt) {}

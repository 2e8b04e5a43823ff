package io.quantumvault.control.exchange;

import io.quantumvault.schemas.text.Purpose;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks a challenge for.
 *
 * @param allBots only for revoke_execution: every grant of the owner
 * @param expiresInSeconds only for enable_execution; null for the preselected hour
 */
public record Request(
    Purpose purpose,
    String wallet,
    @Nullable String signingMode,
    @Nullable UUID botId,
    boolean allBots,
    @Nullable Long policyVersion,
    @Nullable Long expiresInSeconds,
    @Nullable UUID stopId) {}

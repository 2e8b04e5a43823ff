package io.quantumvault.control.wallet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An agent wallet as its owner sees it: no sealed record. */
@SuppressWarnings("ArrayRecordComponent")
public record AgentWallet(
    String address,
    byte[] publicKey,
    String owner,
    SigningMode signingMode,
    String cluster,
    long stateVersion,
    long totalExecutions,
    @Nullable Instant lastExecutionAt,
    Instant createdAt) {}

package io.quantumvault.signer.fate;

import io.quantumvault.signer.claim.SignedTransaction;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * A transaction that is followed.
 *
 * @param maySend asked before each sending
 * @param afterFirst runs once the first sending was tried, or was not allowed
 */
public record Followed(
    SignedTransaction transaction,
    Instant signedAt,
    BooleanSupplier maySend,
    Runnable afterFirst,
    EffectProbe probe) {}

package io.quantumvault.signer.fate;

import io.quantumvault.signer.claim.SignedTransaction;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * A signed transaction whose fate is wanted.
 *
 * @param signedAt when it was signed, also if another process did; nothing was sent before
 * @param maySend asked before every sending; false ends sending for good, an exception says that it
 *     cannot be known now
 * @param afterFirst runs once, on the caller's thread, when the first sending was tried or was not
 *     allowed
 */
public record Followed(
    SignedTransaction transaction,
    Instant signedAt,
    BooleanSupplier maySend,
    Runnable afterFirst) {}

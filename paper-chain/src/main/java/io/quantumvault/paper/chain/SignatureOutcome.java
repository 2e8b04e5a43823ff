package io.quantumvault.paper.chain;

import io.quantumvault.paper.ledger.TransactionError;
import org.jspecify.annotations.Nullable;

/** Where a signature landed and with what error. */
public record SignatureOutcome(long slot, @Nullable TransactionError error) {}

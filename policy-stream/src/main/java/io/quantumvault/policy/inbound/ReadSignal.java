package io.quantumvault.policy.inbound;

import io.quantumvault.policy.book.Imprint;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.schemas.v1.Signal;

/**
 * A signal in the stage's own words, with the record it came from for what only passes through.
 *
 * @param imprint how it is known again
 */
public record ReadSignal(Alert alert, Imprint imprint, Signal source) {}

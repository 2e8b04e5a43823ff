package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of one intent, as the signer's ledger reported it.
 *
 * @param intentId absent for a record that failed verification and so names no intent
 * @param botId absent together with it
 * @param sequence per wallet, without gaps
 * @param slot in which the transaction landed; 0 before
 * @param account as read back after the step
 */
public record ExecutionStep(
    @Nullable UUID intentId,
    @Nullable UUID botId,
    Outcome outcome,
    long sequence,
    long slot,
    @Nullable Account account) {

  /** What the step means for the reservation. */
  public enum Outcome {
    /** On its way: the reservation stays. */
    UNDER_WAY,
    /** Held for people: the reservation stays until they resolve it. */
    UNKNOWN,
    /** Landed: the account reading takes the reservation's place. */
    CONFIRMED,
    /** Ended without an effect: the reservation is void. */
    VOID
  }
}

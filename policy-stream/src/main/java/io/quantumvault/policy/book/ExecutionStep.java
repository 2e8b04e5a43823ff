package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of one intent, as the signer's ledger reported it.
 *
 * @param intentId absent for a record that failed verification and so names no intent
 * @param botId absent together with it
 * @param sequence per wallet, without gaps
 * @param slot in which the transaction landed; 0 before
 * @param filled signed base units that the position moved by; absent where nobody could tell, zero
 *     before
 * @param account as read back after the step
 */
public record ExecutionStep(
    @Nullable UUID intentId,
    @Nullable UUID botId,
    Outcome outcome,
    long sequence,
    long slot,
    @Nullable BigDecimal filled,
    @Nullable Account account) {

  /** What the step means for the reservation. */
  public enum Outcome {
    /** On its way: the reservation stays. */
    UNDER_WAY,
    /** Held for people: the reservation stays until they resolve it. */
    UNKNOWN,
    /** Landed: the account reading takes the reservation's place. */
    CONFIRMED,
    /** Ended without an effect, and would again: the reservation is void. */
    VOID,
    /** Ended without an effect for want of time or of an answer: void, and worth a new attempt. */
    MISSED;

    boolean ends() {
      return this == CONFIRMED || this == VOID || this == MISSED;
    }
  }
}

package io.quantumvault.policy.topology;

import io.quantumvault.policy.decision.Decision;
import java.util.UUID;

/** What becomes of a signal. */
sealed interface SignalOutcome {
  /** Decided before: answered then, so not again. */
  record Redelivered() implements SignalOutcome {}

  /** Approved, reserved and counted. */
  record Intended(UUID intentId, Decision.Approved approved) implements SignalOutcome {}

  /** Refused, and remembered. */
  record Refused(Decision.Rejected rejected) implements SignalOutcome {}

  /** A dry run: decided, and nothing changed. */
  record Tested(Decision decision) implements SignalOutcome {}
}

package io.quantumvault.policy.topology;

import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.outbound.IntentWriter.Outgoing;
import java.util.List;

/** What becomes of a signal. */
sealed interface SignalOutcome {
  /** Decided before: answered then, so not again. */
  record Redelivered() implements SignalOutcome {}

  /** Approved, reserved and counted. */
  record Intended(List<Outgoing> intents) implements SignalOutcome {}

  /** Refused, and remembered. */
  record Refused(DecisionRequest request, Decision.Rejected rejected) implements SignalOutcome {}

  /** A dry run: decided, and nothing changed. */
  record Tested(DecisionRequest request, Decision decision) implements SignalOutcome {}
}

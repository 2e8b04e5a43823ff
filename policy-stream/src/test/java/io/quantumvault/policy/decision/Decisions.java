package io.quantumvault.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a decision is expected to be. */
final class Decisions {
  private Decisions() {}

  static Decision.Approved approved(DecisionRequest request) {
    var decision = Decider.decide(request);
    assertThat(decision).isInstanceOf(Decision.Approved.class);
    return (Decision.Approved) decision;
  }

  static Decision.Rejected rejected(DecisionRequest request) {
    var decision = Decider.decide(request);
    assertThat(decision).isInstanceOf(Decision.Rejected.class);
    return (Decision.Rejected) decision;
  }

  /** The one order that is approved, with nothing refused. */
  static Order only(DecisionRequest request) {
    var approved = approved(request);
    assertThat(approved.refusedParts()).isEmpty();
    assertThat(approved.orders()).hasSize(1);
    return approved.orders().getFirst();
  }

  /** Why the opening part is refused where the closing one goes. */
  static List<Reason> refusedPart(DecisionRequest request) {
    var approved = approved(request);
    assertThat(approved.orders()).extracting(Order::part).containsExactly(Part.CLOSING);
    assertThat(approved.refusedParts()).hasSize(1);
    assertThat(approved.refusedParts().getFirst().part()).isEqualTo(Part.OPENING);
    return Refusal.reasons(approved.refusedParts().getFirst().refusals());
  }
}

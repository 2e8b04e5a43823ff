package io.quantumvault.policy.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReasonContractTest {
  /** From this number on reasons belong to ingest. */
  private static final int INGEST = 40;

  @Test
  void theContractHasTheStagesReasons() {
    var contract =
        Arrays.stream(io.quantumvault.schemas.v1.Reason.values())
            .filter(one -> one != io.quantumvault.schemas.v1.Reason.UNRECOGNIZED)
            .filter(one -> one.getNumber() > 0 && one.getNumber() < INGEST)
            .map(Enum::name);

    assertThat(contract)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(reason -> "REASON_" + reason.name()).toList());
  }
}

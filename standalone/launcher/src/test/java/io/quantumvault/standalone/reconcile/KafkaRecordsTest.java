package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.HotMark;
import io.quantumvault.schemas.v1.SignerMarks;
import io.quantumvault.schemas.v1.StandingMark;
import io.quantumvault.schemas.v1.StatePosition;
import java.util.HashMap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {
  @Test
  void marksOfAWalletAreAddedAndThePositionOfAPartitionIsNoWallet() {
    var all = new HashMap<String, KnownMarks>();
    KafkaRecords.add(
        SignerMarks.newBuilder().setState(StatePosition.newBuilder().setNextOffset(7)).build(),
        all);
    assertThat(all).isEmpty();
    KafkaRecords.add(
        SignerMarks.newBuilder()
            .setAgentWallet("wallet")
            .setHot(HotMark.newBuilder().setSequence(5))
            .build(),
        all);
    KafkaRecords.add(
        SignerMarks.newBuilder()
            .setAgentWallet("wallet")
            .setStanding(StandingMark.newBuilder().setOwner("owner"))
            .build(),
        all);
    var known = Objects.requireNonNull(all.get("wallet"));
    assertThat(known.published()).isEqualTo(5);
    assertThat(known.owner()).isEqualTo("owner");
  }
}

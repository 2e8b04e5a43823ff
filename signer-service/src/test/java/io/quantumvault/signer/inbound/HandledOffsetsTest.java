package io.quantumvault.signer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandledOffsetsTest {
  private final HandledOffsets offsets = new HandledOffsets();
  private final List<Long> committed = new ArrayList<>();

  private Runnable handedOut(long offset) {
    return offsets.handedOut(0, offset, () -> committed.add(offset));
  }

  @Test
  void nothingIsCommittedPastARecordThatHasNoRow() {
    var first = handedOut(5);
    var second = handedOut(6);
    var third = handedOut(9);
    third.run();
    second.run();
    assertThat(committed).isEmpty();
    assertThat(offsets.open(0)).isEqualTo(3);
    first.run();
    assertThat(committed).containsExactly(9L);
    assertThat(offsets.open(0)).isZero();
  }

  @Test
  void partitionsDoNotWaitForEachOther() {
    var first = handedOut(5);
    offsets.handedOut(1, 7, () -> committed.add(7L)).run();
    assertThat(committed).containsExactly(7L);
    first.run();
    assertThat(committed).containsExactly(7L, 5L);
    assertThat(offsets.open(1)).isZero();
  }

  @Test
  void whatAnotherWorkerHasNowIsNotCommitted() {
    var first = handedOut(5);
    offsets.forget(0);
    first.run();
    assertThat(committed).isEmpty();
  }
}

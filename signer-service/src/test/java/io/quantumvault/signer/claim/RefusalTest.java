package io.quantumvault.signer.claim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void wordsFromOutsideAreCutAndHoldNoControls() {
    var refusal = new Refusal(RefusalReason.INTERNAL, "a\0b\nc\u001b[31m" + "x".repeat(600));
    assertThat(refusal.detail()).startsWith("a b c [31mx").hasSize(501).endsWith("…");
    assertThat(Refusal.words("y".repeat(500))).hasSize(500).doesNotEndWith("…");
    assertThat(Refusal.words("said plainly")).isEqualTo("said plainly");
  }
}

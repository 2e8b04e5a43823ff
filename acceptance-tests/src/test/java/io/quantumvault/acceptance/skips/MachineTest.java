package io.quantumvault.acceptance.skips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void aProgramIsThereIfItIsOnThePath() {
    assertThat(Machine.has("sh")).isTrue();
    assertThat(Machine.has("no-such-program")).isFalse();
  }

  @Test
  void aCommandRunsIfItEndsWell() {
    assertThat(Machine.runs("true")).isTrue();
    assertThat(Machine.runs("false")).isFalse();
    assertThat(Machine.runs("no-such-program")).isFalse();
  }

  @Test
  void aFunctionIsThereIfTheCLibraryHasIt() {
    assertThat(Machine.hasFunction("strlen")).isTrue();
    assertThat(Machine.hasFunction("no_such_function")).isFalse();
  }

  @Test
  void everyLackHasAWordAndIsFoundOutWithoutAnError() {
    for (Lack lack : Lack.values()) {
      assertThat(Lack.named(lack.toString())).isEqualTo(lack);
      assertThatCode(lack::isHere).doesNotThrowAnyException();
    }
  }
}

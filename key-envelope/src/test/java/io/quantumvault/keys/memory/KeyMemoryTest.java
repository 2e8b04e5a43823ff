package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyMemoryTest {
  @Test
  void fullProtectionIsBothSecretPagesAndSecretStacks() {
    KeyMemory full = memory(SecretMemory.Mode.SECRET_PAGES, KeyMemory.Calls.SECRET_STACK);

    assertThat(full.isFull()).isTrue();
    assertThatCode(full::requireFull).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"LOCKED_PAGES,SECRET_STACK", "SECRET_PAGES,SINGLE", "LOCKED_PAGES,SINGLE"})
  void lessIsRefusedUnlessToldWithWhatToDo(SecretMemory.Mode pages, KeyMemory.Calls calls) {
    KeyMemory weaker = memory(pages, calls);

    assertThat(weaker.isFull()).isFalse();
    assertThatThrownBy(weaker::requireFull)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pages: " + weaker.pagesText())
        .hasMessageContaining("calls: " + weaker.callsText())
        .hasMessageContaining("secretmem.enable=1")
        .hasMessageContaining("quantumvault.key-memory.fallback-suffices=true");
  }

  @Test
  void startMakesEveryStackThereCanBe() {
    assertThat(KeyMemory.start(true).callStacks()).isEqualTo(KeyMemory.callStackLimit());
  }

  private static KeyMemory memory(SecretMemory.Mode pages, KeyMemory.Calls calls) {
    return new KeyMemory(pages, calls, 0, 0, 0);
  }
}

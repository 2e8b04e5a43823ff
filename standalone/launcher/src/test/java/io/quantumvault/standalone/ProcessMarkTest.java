package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessMarkTest {
  private final ProcessMark mine = ProcessMark.of(ProcessHandle.current());

  @Test
  void aProcessIsFoundThoughItsStartIsCountedALittleOtherwise() {
    assertThat(mine.process()).contains(ProcessHandle.current());
    assertThat(new ProcessMark(mine.pid(), mine.startedAt().plusSeconds(1)).process()).isPresent();
  }

  @Test
  void aProcessThatStartedAtAnotherTimeIsAnother() {
    assertThat(new ProcessMark(mine.pid(), mine.startedAt().minusSeconds(3)).process()).isEmpty();
    assertThat(new ProcessMark(mine.pid(), mine.startedAt().plusSeconds(3)).process()).isEmpty();
  }
}

package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class WordListTest {
  @Test
  void everyWordIsFoundWhereItIsWritten() {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < WordList.SIZE; i++) {
        MemorySegment word = arena.allocate(WordList.ENGLISH.length(i));
        assertThat(WordList.ENGLISH.write(i, word, 0)).isEqualTo(word.byteSize());
        assertThat(WordList.ENGLISH.indexOf(word)).isEqualTo(i);
      }
    }
  }

  @Test
  void aListWithOneOtherLetterIsRefused() {
    byte[] file = WordList.resource();
    file[0] ^= 1;

    assertThatThrownBy(() -> WordList.of(file)).isInstanceOf(IllegalStateException.class);
  }
}

package io.quantumvault.forensics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressSearchTest {
  private final Random random = TestRandom.of(AddressSearchTest.class);
  private final byte[] memory = TestRandom.bytes(random, 4000);
  private final List<Pattern> patterns =
      List.of(pattern("a", 100, 132), pattern("b", 110, 118), pattern("c", 116, 148));

  private Pattern pattern(String name, int from, int to) {
    return new Pattern(name, "whole", Arrays.copyOfRange(memory, from, to), false);
  }

  @Test
  void everyOccurrenceIsFoundOnceWhereverThePiecesEnd() {
    for (int size = 1; size < 200; size++) {
      assertThat(hits(0, memory.length, size))
          .as("pieces of %d", size)
          .containsExactlyInAnyOrder("a@1100", "b@1110", "c@1116");
    }
  }

  @Test
  void patternsThatOverlapAndThatStartAlikeAreAllFound() {
    List<Pattern> alike = List.of(pattern("long", 100, 132), pattern("short", 100, 108));
    var found = new ArrayList<String>();
    new PatternIndex(alike)
        .search(memory, memory.length, (at, pattern) -> found.add(pattern.secret() + "@" + at));

    assertThat(found).containsExactlyInAnyOrder("long@100", "short@100");
  }

  @Test
  void piecesThatDoNotTouchAreNotReadAsOne() {
    var found = new ArrayList<String>();
    var search =
        new AddressSearch(new PatternIndex(patterns), (at, pattern) -> found.add(pattern.secret()));
    search.next(0x1000, memory, 114);
    search.next(0x2000, Arrays.copyOfRange(memory, 114, 500), 386);

    assertThat(found).containsExactly("c");
  }

  @Test
  void atTheEndsOfAPieceNothingIsMissedOrReadBeyond() {
    assertThat(hits(100, 148, 48)).containsExactlyInAnyOrder("a@1100", "b@1110", "c@1116");
    assertThat(hits(101, 147, 46)).containsExactly("b@1110");
  }

  @Test
  void manyPatternsAreFoundInOnePassAsOneByOne() {
    List<Pattern> many = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int from = random.nextInt(memory.length - 40);
      many.add(pattern("p" + i, from, from + 8 + random.nextInt(32)));
    }
    var found = new ArrayList<String>();
    new PatternIndex(many)
        .search(memory, memory.length, (at, pattern) -> found.add(pattern.secret()));

    assertThat(found).hasSize(3000).doesNotHaveDuplicates();
  }

  private List<String> hits(int from, int to, int size) {
    var found = new ArrayList<String>();
    var search =
        new AddressSearch(
            new PatternIndex(patterns), (at, pattern) -> found.add(pattern.secret() + "@" + at));
    for (int at = from; at < to; at += size) {
      byte[] piece = Arrays.copyOfRange(memory, at, Math.min(at + size, to));
      search.next(1000 + at, piece, piece.length);
    }
    return found;
  }
}

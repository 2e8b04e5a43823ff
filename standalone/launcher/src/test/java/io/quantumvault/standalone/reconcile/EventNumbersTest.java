package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventNumbersTest {
  private static String missing(long after, long upTo, long... seen) {
    var numbers = new EventNumbers(after, upTo);
    LongStream.of(seen).forEach(numbers::saw);
    return numbers.missing();
  }

  @Test
  void nothingIsMissingWhereEachNumberWasSeen() {
    assertThat(missing(3, 6, 5, 4, 6, 5)).isEmpty();
    assertThat(missing(6, 6)).isEmpty();
    assertThat(missing(57, 3)).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(missing(3, 12, 2, 5, 6, 8, 13)).isEqualTo("4, 7, 9 to 12");
    assertThat(missing(0, 3)).as("the tail too").isEqualTo("1 to 3");
  }

  @Test
  void aSentenceStaysOne() {
    assertThat(missing(0, 100, LongStream.range(0, 50).map(i -> 2 * i).toArray()))
        .endsWith("17, 19 and more");
  }
}

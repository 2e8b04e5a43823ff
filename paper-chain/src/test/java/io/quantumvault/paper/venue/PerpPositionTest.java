package io.quantumvault.paper.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerpPositionTest {
  private static final long ONE = 1_000_000_000L;

  private final PerpPosition position =
      new PerpPosition(ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN), 0);

  @Test
  void closingHalfKeepsHalfTheEntryAndBooksTheProfitInQuote() {
    position.trade(2 * ONE, -300_000_000, 0);

    position.trade(-ONE, 160_000_000, 0);

    assertThat(position.base()).isEqualTo(ONE);
    assertThat(position.entry()).isEqualTo(-150_000_000);
    assertThat(position.quote()).isEqualTo(-140_000_000);
    assertThat(position.unrealisedPnl(150_000_000)).isEqualTo(10_000_000);
  }

  @Test
  void turningStartsTheEntryAnewForWhatIsLeft() {
    position.trade(ONE, -150_000_000, 0);

    position.trade(-3 * ONE, 480_000_000, 0);

    assertThat(position.base()).isEqualTo(-2 * ONE);
    assertThat(position.entry()).isEqualTo(320_000_000);
    assertThat(position.unrealisedPnl(160_000_000)).isEqualTo(10_000_000);
  }

  @Test
  void feesComeOffQuoteAndBreakEvenButNotOffTheEntry() {
    position.trade(-ONE, 150_000_000, 150_000);

    assertThat(position.entry()).isEqualTo(150_000_000);
    assertThat(position.quote()).isEqualTo(149_850_000);
    assertThat(position.breakEven()).isEqualTo(149_850_000);
  }

  @Test
  void quoteIsAlwaysTheSumOfWhatWasPaidAndAFlatPositionHasNoEntry() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long base = 0;
    long quote = 0;
    for (int i = 0; i < 2_000; i++) {
      long delta = i % 10 == 9 ? -base : random.nextLong(-5 * ONE, 5 * ONE);
      long paid = -FixedPoint.value(delta, random.nextLong(100_000_000, 200_000_000));
      long fee = random.nextLong(1_000);
      position.trade(delta, paid, fee);
      base += delta;
      quote += paid - fee;
      assertThat(position.base()).as("seed %d", seed).isEqualTo(base);
      assertThat(position.quote()).as("seed %d", seed).isEqualTo(quote);
      if (base == 0) {
        assertThat(position.entry()).as("seed %d", seed).isZero();
      } else {
        assertThat(Long.signum(position.entry()))
            .as("seed %d", seed)
            .isNotEqualTo(Long.signum(base));
      }
    }
  }
}

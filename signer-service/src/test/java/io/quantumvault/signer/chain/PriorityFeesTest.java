package io.quantumvault.signer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.ComputeBudget;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PriorityFeesTest {
  private static final long FLOOR = 10;
  private static final long NO_LIMIT = 1_000_000_000;
  private static final List<Address> ACCOUNTS = List.of(Address.of(new byte[32]));

  private final DrivenClock clock = new DrivenClock();
  private final AnsweringChain chain = new AnsweringChain();
  private final PriorityFees fees = new PriorityFees(chain, clock, 75, FLOOR);

  private long bid(long maxLamports) {
    return fees.microLamportsPerUnit(ACCOUNTS, 200_000, maxLamports);
  }

  @Test
  void thePercentileOfWhatOthersPaidIsBid() {
    chain.fees = () -> LongStream.rangeClosed(1, 100).map(i -> 101 - i).boxed().toList();
    assertThat(bid(NO_LIMIT)).isEqualTo(75);
    chain.fees = () -> List.of(500L);
    clock.advance(Duration.ofSeconds(2));
    assertThat(bid(NO_LIMIT)).isEqualTo(500);
  }

  @Test
  void anAnswerIsUsedForTwoSecondsAndForItsOwnAccountsOnly() {
    chain.fees = () -> List.of(500L);
    bid(NO_LIMIT);
    clock.advance(Duration.ofMillis(1999));
    bid(NO_LIMIT);
    assertThat(chain.feesAsked).hasValue(1);
    fees.microLamportsPerUnit(List.of(Address.of(filled())), 1, NO_LIMIT);
    assertThat(chain.feesAsked).hasValue(2);
    clock.advance(Duration.ofMillis(1));
    bid(NO_LIMIT);
    assertThat(chain.feesAsked).hasValue(3);
  }

  private static byte[] filled() {
    byte[] bytes = new byte[32];
    bytes[5] = 1;
    return bytes;
  }

  @Test
  void theFloorIsBidWhereNobodyAnswersOrNobodyPaid() {
    assertThat(bid(NO_LIMIT)).isEqualTo(FLOOR);
    chain.fees = List::of;
    assertThat(bid(NO_LIMIT)).isEqualTo(FLOOR);
    chain.fees = () -> List.of(-5L, 0L);
    clock.advance(Duration.ofSeconds(2));
    assertThat(bid(NO_LIMIT)).isEqualTo(FLOOR);
  }

  @Test
  void withoutAllowanceNothingIsBidAndNobodyIsAsked() {
    assertThat(bid(0)).isZero();
    assertThat(bid(-1)).isZero();
    assertThat(chain.feesAsked).hasValue(0);
  }

  /**
   * Whatever a node says, the fee as the network computes it is within the cap, and close to it.
   */
  @Test
  void theWholeFeeRoundedUpIsNeverAboveTheCap() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      int units = 1 + random.nextInt(1_400_000);
      long cap = random.nextLong(1L << random.nextInt(1, 40));
      long going = random.nextLong() >>> random.nextInt(64);
      chain.fees = () -> List.of(going);
      clock.advance(Duration.ofSeconds(2));
      long price = fees.microLamportsPerUnit(ACCOUNTS, units, cap);
      assertThat(price).isNotNegative();
      assertThat(ComputeBudget.priorityFeeLamports(units, price)).isLessThanOrEqualTo(cap);
      if (cap > 0 && going > PriorityFees.highest(units, cap)) {
        assertThat(ComputeBudget.priorityFeeLamports(units, price + 1))
            .as("one more would be too much")
            .isGreaterThan(cap);
      }
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    for (int percentile : new int[] {0, 101}) {
      assertThatThrownBy(() -> new PriorityFees(chain, clock, percentile, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

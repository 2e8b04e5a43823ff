package io.quantumvault.signer.venue.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftBeforeTest {
  @Test
  void whatIsRememberedIsRead() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int run = 0; run < 1000; run++) {
      var orders = new HashSet<Long>();
      for (int i = random.nextInt(33); i > 0; i--) {
        orders.add(random.nextLong(1L << 32));
      }
      var before =
          new DriftBefore(
              BigDecimal.valueOf(random.nextLong(), UserAccount.BASE_DECIMALS),
              BigDecimal.valueOf(random.nextLong(), UserAccount.QUOTE_DECIMALS),
              BigDecimal.valueOf(random.nextLong(), UserAccount.QUOTE_DECIMALS),
              orders);
      assertThat(DriftBefore.decoded(before.encoded()))
          .as("seed %d run %d", seed, run)
          .isEqualTo(before);
    }
  }
}

package io.quantumvault.solana.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.solana.message.ComputeBudget.Request;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ComputeBudgetTest {
  @Test
  void writesAndReadsLimitAndPrice() {
    assertThat(HexFormat.of().formatHex(ComputeBudget.limit(600_000).data()))
        .isEqualTo("02c0270900");
    assertThat(HexFormat.of().formatHex(ComputeBudget.price(1).data()))
        .isEqualTo("030100000000000000");
    assertThat(ComputeBudget.read(ComputeBudget.limit(600_000).data()))
        .contains(new Request.Limit(600_000));
    assertThat(ComputeBudget.read(ComputeBudget.price(Long.MAX_VALUE).data()))
        .contains(new Request.Price(Long.MAX_VALUE));
  }

  @Test
  void anythingElseIsNotUnderstood() {
    byte[] longer = Arrays.copyOf(ComputeBudget.limit(1).data(), 6);
    assertThat(ComputeBudget.read(longer)).isEmpty();
    assertThat(ComputeBudget.read(new byte[] {1, 0, 0, 0, 0})).isEmpty();
    assertThat(ComputeBudget.read(new byte[0])).isEmpty();
  }

  @Test
  void theFeeIsChargedOnUnitsAskedForAndRoundedUp() {
    assertThat(ComputeBudget.priorityFeeLamports(200_000, 1)).isEqualTo(1);
    assertThat(ComputeBudget.priorityFeeLamports(200_000, 10)).isEqualTo(2);
    assertThat(ComputeBudget.priorityFeeLamports(1_400_000, 0)).isZero();
  }
}

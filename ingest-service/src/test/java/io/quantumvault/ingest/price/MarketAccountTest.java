package io.quantumvault.ingest.price;

import static io.quantumvault.ingest.ChainNode.BTC;
import static io.quantumvault.ingest.ChainNode.SOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.ChainNode;
import io.quantumvault.ingest.price.MarketAccount.Reading;
import java.math.BigDecimal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketAccountTest {
  private static final byte[] GOOD = ChainNode.account(SOL, 10_000_000, 30_000_000);

  @Test
  void readsStepAndMinimum() {
    assertThat(MarketAccount.decode(GOOD, SOL))
        .isEqualTo(
            new Reading.Listed(new MarketTerms(new BigDecimal("0.01"), new BigDecimal("0.03"))));
  }

  @Test
  void theNumbersAreUnsigned() {
    assertThat(MarketAccount.decode(ChainNode.account(SOL, -1, 0), SOL))
        .isEqualTo(
            new Reading.Listed(
                new MarketTerms(new BigDecimal("18446744073.709551615"), BigDecimal.ZERO)));
  }

  @Test
  void anotherSizeOrMarketIsRefused() {
    assertThat(MarketAccount.decode(Arrays.copyOf(GOOD, 1217), SOL))
        .isEqualTo(new Reading.Refused("market size"));
    assertThat(MarketAccount.decode(Arrays.copyOf(GOOD, 1215), SOL))
        .isEqualTo(new Reading.Refused("market size"));
    assertThat(MarketAccount.decode(ChainNode.account(BTC, 1, 1), SOL))
        .isEqualTo(new Reading.Refused("market index"));
    assertThat(MarketAccount.decode(ChainNode.account(SOL, 0, 1), SOL))
        .isEqualTo(new Reading.Refused("market step"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 11, market discriminator",
    "40, 1, market names another oracle",
    "926, 13, market oracle source",
    "926, 15, market oracle source",
    "1162, 9, market status",
    "1162, -1, market status",
    "1166, 1, market quote",
  })
  void whatIsNotKnownIsRefused(int at, byte value, String why) {
    byte[] data = GOOD.clone();
    data[at] = value;

    assertThat(MarketAccount.decode(data, SOL)).isEqualTo(new Reading.Refused(why));
  }
}

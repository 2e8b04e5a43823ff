package io.quantumvault.solana.venue.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftAddressesTest {
  /** The addresses that the venue's public client lists for its main-net markets. */
  @ParameterizedTest
  @CsvSource({
    "6,3m6i4RFWEDw2Ft4tFHPJtYgmpPe21k56M3FHeWYrgGBz",
    "1,35MbvS1Juz2wf7GsyHrkCw8yfKciRLxVpEhfZDZFrB4R",
    "2,93FG52TzNKCnMiasV14Ba34BYcHDb9p4zK4GjZnLwqWR",
  })
  void oraclesLieWhereTheVenueHasThem(int feed, String address) {
    assertThat(DriftAddresses.V2.pythLazerOracle(feed)).hasToString(address);
  }
}

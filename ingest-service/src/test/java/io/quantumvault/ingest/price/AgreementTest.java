package io.quantumvault.ingest.price;

import static io.quantumvault.ingest.price.Readings.START;
import static io.quantumvault.ingest.price.Readings.at;
import static io.quantumvault.ingest.price.Readings.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.price.Agreement.Agreed;
import io.quantumvault.ingest.price.Agreement.Differing;
import io.quantumvault.ingest.price.Agreement.TooFew;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {
  private static final Agreement.Allowed ALLOWED = new Agreement.Allowed(50, 15);

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 2", "5, 3"})
  void halfOfTheConfiguredOnesMustAnswer(int configured, int quorum) {
    assertThat(Agreement.quorum(configured)).isEqualTo(quorum);
    List<PriceReading> all = IntStream.range(0, quorum).mapToObj(i -> at(i, "100", 9, 10)).toList();

    assertThat(of(configured, all)).isInstanceOf(Agreed.class);
    assertThat(of(configured, all.subList(0, quorum - 1))).isEqualTo(new TooFew());
  }

  @Test
  void fiftyBasisPointsAreAgreementAndMoreIsNot() {
    assertThat(of(2, List.of(at(0, "100", 9, 10), at(1, "100.5", 9, 10))))
        .isInstanceOf(Agreed.class);
    assertThat(of(2, List.of(at(0, "100", 9, 10), at(1, "100.500001", 9, 10))))
        .isEqualTo(new Differing(1));
    assertThat(of(2, List.of(at(0, "100.500001", 9, 10), at(1, "100", 9, 10))))
        .isEqualTo(new Differing(1));
  }

  @Test
  void everyTwoMustAgreeNotEachWithItsNeighbour() {
    assertThat(of(3, List.of(at(0, "100", 9, 10), at(1, "100.4", 9, 10), at(2, "100.8", 9, 10))))
        .isEqualTo(new Differing(3));
  }

  @Test
  void oneThatDiffersIsNotOutvoted() {
    assertThat(of(3, List.of(at(0, "100", 9, 10), at(1, "100", 9, 10), at(2, "103", 9, 10))))
        .isEqualTo(new Differing(2));
  }

  @Test
  void otherTermsAreADifference() {
    PriceReading other =
        with(at(1, "100", 9, 10), new MarketTerms(BigDecimal.ONE, new BigDecimal("0.02")));

    assertThat(of(2, List.of(at(0, "100", 9, 10), other))).isEqualTo(new Differing(1));
  }

  @Test
  void oneFarBehindTwoOthersIsLeftOut() {
    List<PriceReading> readings =
        List.of(at(0, "100", 99, 100), at(1, "100", 98, 99), at(2, "103", 80, 83));
    Agreed agreed = agreed(3, readings);

    assertThat(agreed.endpoints()).isEqualTo(2);
    assertThat(agreed.lagging()).containsExactly(2);
    assertThat(of(3, List.of(readings.get(0), readings.get(1), at(2, "103", 80, 84))))
        .as("fifteen slots behind the second")
        .isEqualTo(new Differing(2));
  }

  @Test
  void oneFarAheadDoesNotMakeTheOthersLag() {
    assertThat(of(3, List.of(at(0, "103", 199, 200), at(1, "100", 99, 100), at(2, "100", 99, 100))))
        .isEqualTo(new Differing(2));
    assertThat(of(2, List.of(at(0, "103", 199, 200), at(1, "100", 99, 100))))
        .isEqualTo(new Differing(1));
  }

  @Test
  void thePriceIsOneThatAQuorumHasReached() {
    assertThat(
            agreed(3, List.of(at(0, "100.3", 14, 14), at(1, "100", 12, 12), at(2, "100.1", 11, 11)))
                .reading())
        .isEqualTo(at(1, "100", 12, 12));
    assertThat(agreed(2, List.of(at(0, "100.3", 14, 14), at(1, "100", 12, 12))).reading())
        .as("of two, one")
        .isEqualTo(at(0, "100.3", 14, 14));
  }

  @Test
  void theOldestPublishTimeAndTheWidestConfidenceOfThoseThatReachedItCount() {
    Agreed agreed =
        agreed(
            3,
            List.of(
                with(at(0, "100", 12, 12), START.minusSeconds(3), "0.2"),
                with(at(1, "100", 12, 12), START, "0.01"),
                with(at(2, "100", 11, 11), START.minusSeconds(9), "0.9")));

    assertThat(agreed.reading().publishedAt()).isEqualTo(START.minusSeconds(3));
    assertThat(agreed.reading().confidence()).isEqualByComparingTo("0.2");
    assertThat(agreed.lagging()).isEqualTo(Set.of());
  }

  private static Agreed agreed(int configured, List<PriceReading> readings) {
    return (Agreed) of(configured, readings);
  }

  private static Agreement of(int configured, List<PriceReading> readings) {
    return Agreement.of(readings, configured, ALLOWED);
  }
}

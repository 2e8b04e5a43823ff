package io.quantumvault.acceptance.skips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSkipsTest {
  private final AllowedSkips list =
      AllowedSkips.parse(
          List.of("# why", "", "no SoftHSM = no-softhsm", "no SoftHSM at all = no-npx"));

  @Test
  void aListedReasonThatHoldsHereIsAllowed() {
    assertThat(verdict("Assumption failed: not run: no SoftHSM: install it", Lack.SOFTHSM))
        .isEqualTo(new Verdict.Allowed(Lack.SOFTHSM));
  }

  @Test
  void aListedReasonThatDoesNotHoldHereIsNot() {
    assertThat(verdict("not run: no SoftHSM", Lack.ROOT))
        .isEqualTo(new Verdict.NotLacking(Lack.SOFTHSM));
  }

  @Test
  void anyLineMayAllow() {
    assertThat(verdict("not run: no SoftHSM at all", Lack.NPX))
        .isEqualTo(new Verdict.Allowed(Lack.NPX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "not run: ", "not run: the weather", "SoftHSM: no SoftHSM", "not run: no"})
  void whatTheListDoesNotKnowIsNot(String reason) {
    assertThat(verdict(reason, Lack.values())).isEqualTo(new Verdict.NotListed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no SoftHSM", "= no-softhsm", "no SoftHSM = no-such-lack", "x ="})
  void aLineThatIsNoneIsAnError(String line) {
    assertThatThrownBy(() -> AllowedSkips.parse(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theListInTheTreeIsShortAndCanBeRead() throws Exception {
    assertThat(AllowedSkips.parse(Files.readAllLines(Path.of("allowed-skips.txt"))).entries())
        .hasSizeBetween(5, 20);
  }

  private Verdict verdict(String reason, Lack... here) {
    return list.of(new Skip("SomeTest.some", reason), Set.of(here)::contains);
  }
}

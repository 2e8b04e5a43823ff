package io.quantumvault.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.sign.Ed25519;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyBenchTest {
  @Test
  void allArmsSignTheSame() {
    KeyCycleBenchmark arms = new KeyCycleBenchmark();

    arms.setUp();
    try {
      byte[] signature = arms.bareSign();
      TradeKeys keys = TradeKeys.of(Long.getLong(KeyCycleBenchmark.SEED_PROPERTY, 0));
      assertThat(Ed25519.verify(keys.agent(), keys.message(), signature)).isTrue();
      assertThat(arms.bareAgreeAndSign()).isEqualTo(signature);
      assertThat(arms.signer()).isEqualTo(signature);
      assertThat(arms.chain()).isEqualTo(signature);
      assertThat(arms.sunEc()).isEqualTo(signature);
      assertThat(arms.sunEcSign()).isEqualTo(signature);
      assertThat(arms.bouncyCastle()).isEqualTo(signature);
      assertThat(arms.bouncyCastleSign()).isEqualTo(signature);
    } finally {
      arms.tearDown();
    }
  }

  @Test
  void ratiosAreMediansOverRoundsThatRanTogether() {
    Rounds rounds = new Rounds();
    // The machine was half as fast in the second round: the ratio must not see it.
    List.of(100.0, 50.0, 100.0).forEach(x -> rounds.add("bareSign", measured(x)));
    List.of(80.0, 40.0, 70.0).forEach(x -> rounds.add("cycle", measured(x)));

    assertThat(rounds.ratio("cycle", "bareSign")).isEqualTo(0.8);
    assertThat(rounds.median("cycle")).isEqualTo(70);
    assertThat(rounds.lowest("cycle")).isEqualTo(40);
    assertThat(rounds.highest("cycle")).isEqualTo(80);
    assertThat(Rounds.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void aMarkThatIsMissedSaysSo() {
    assertThat(new Mark("a", 0.69, 0.70, true).isMet()).isFalse();
    assertThat(new Mark("a", 0.69, 0.70, true)).hasToString("MISSED a: 0.69, mark at least 0.7");
    assertThat(new Mark("a", 0.70, 0.70, true).isMet()).isTrue();
    assertThat(new Mark("b", 1024, 1024, false).isMet()).isFalse();
    assertThat(new Mark("b", 1023, 1024, false)).hasToString("met    b: 1023.00, mark below 1024");
  }

  @Test
  void theTableHoldsEveryArm() {
    Rounds rounds = new Rounds();
    rounds.add("bareSign", measured(200));
    rounds.add("cycle", measured(150));

    assertThat(Report.markdown(rounds, "bareSign"))
        .contains("| cycle | 150 | 150 | 150 | 0.750 | 7 |");
    assertThat(Report.csv(rounds)).contains("cycle,1,150.0,7.0");
    assertThat(Report.svg(rounds, "x")).contains(">cycle<", "150/s").endsWith("</svg>\n");
  }

  @Test
  void optionsAreReadAndMistakesNamed() {
    KeyBenchOptions options =
        KeyBenchOptions.parse("--rounds", "7", "--seconds", "3", "--out", "x", "--seed", "-5");

    assertThat(options).isEqualTo(new KeyBenchOptions(7, 3, Path.of("x"), -5));
    assertThatThrownBy(() -> KeyBenchOptions.parse("--round", "7")).hasMessageContaining("--round");
    assertThatThrownBy(() -> KeyBenchOptions.parse("--rounds", "0"))
        .hasMessage("--rounds needs a whole number from 1 to 1000");
    assertThatThrownBy(() -> KeyBenchOptions.parse("--rounds")).hasMessageContaining("--rounds");
    assertThatThrownBy(() -> KeyBenchOptions.parse("--out")).hasMessageContaining("folder");
  }

  private static Rounds.Measured measured(double perSecond) {
    return new Rounds.Measured(perSecond, 7);
  }
}

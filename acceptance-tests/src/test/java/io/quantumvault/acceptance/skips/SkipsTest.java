package io.quantumvault.acceptance.skips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SkipsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AllowedSkips list =
      AllowedSkips.parse(List.of("no npx = no-npx", "no SoftHSM = no-softhsm"));

  @Test
  void whatWasSkippedIsToldByReason() {
    assertThat(
            tell(
                new Skip("a.A.one", "not run: no npx"),
                new Skip("a.A.one", "not run: no npx"),
                new Skip("a.B.two", "not run: no npx")))
        .isTrue();
    assertThat(text(out).strip().lines().map(String::strip))
        .containsExactly("skipped: 3", "no npx", "a.A.one (2 times)", "a.B.two");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void nothingSkippedIsToldToo() {
    assertThat(tell()).isTrue();
    assertThat(text(out)).contains("skipped: 0");
  }

  @Test
  void oneThatMayNotBeFailsAndIsNamed() {
    assertThat(tell(new Skip("a.A.one", "not run: no npx"), new Skip("a.A.two", ""))).isFalse();
    assertThat(text(out)).contains("skipped: 2");
    assertThat(text(err).lines()).singleElement().asString().contains("a.A.two", "no such reason");
  }

  @Test
  void aReasonThatDoesNotHoldHereFails() {
    assertThat(tell(new Skip("a.A.one", "not run: no SoftHSM"))).isFalse();
    assertThat(text(err)).contains("a.A.one", "no-softhsm");
  }

  private boolean tell(Skip... skips) {
    return new Skips(list, Set.of(Lack.NPX)::contains, print(out), print(err)).tell(List.of(skips));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

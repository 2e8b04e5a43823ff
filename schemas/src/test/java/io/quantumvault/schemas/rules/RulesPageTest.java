package io.quantumvault.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page docs/rules.md says of each rule what the table says, in the table's order. */
class RulesPageTest {
  private static List<List<String>> rows() throws IOException {
    try (var lines = Files.lines(page())) {
      return lines
          .filter(line -> line.startsWith("| "))
          .dropWhile(line -> !line.startsWith("| rule "))
          .skip(1)
          .takeWhile(line -> !line.startsWith("| reason "))
          .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    }
  }

  /** Tests run in their module's folder. */
  private static Path page() {
    var here = Path.of("docs", "rules.md").toAbsolutePath();
    return Files.exists(here) ? here : Path.of("..", "docs", "rules.md");
  }

  private static String exits(Rule rule) {
    return rule.binds(true) ? (rule.binds(false) ? "bound" : "alone") : "free";
  }

  @Test
  void everyRuleStandsOnThePageAsItIsInTheTable() throws IOException {
    var wanted =
        Arrays.stream(Rule.values())
            .map(rule ->
                List.of(
                    rule.name(),
                    rule.inStage() ? "yes" : "no",
                    rule.inSigner() ? "yes" : "no",
                    exits(rule)))
            .toList();
    assertThat(rows())
        .extracting(row -> List.of(row.get(1), row.get(3), row.get(4), row.get(5)))
        .isEqualTo(wanted);
    assertThat(rows()).allSatisfy(row -> assertThat(row.get(2)).isNotEmpty());
  }
}

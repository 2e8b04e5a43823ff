package io.quantumvault.policy.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sequences of alerts as traders send them, through the whole stage, with a signer and a venue that
 * do what they are asked: of the folder that the property {@code quantumvault.cases} names, or of a
 * copy beside this test.
 */
class SequencesTest extends StageTest {
  private static final String FILE = "sequences.json";

  static Stream<Arguments> sequences() throws IOException {
    var all = new ArrayList<Arguments>();
    try (var in = file()) {
      var root = JsonMapper.shared().readTree(in);
      for (var sequence : root.get("sequences")) {
        all.add(Arguments.of(sequence.get("name").asString(), root.get("limits"), sequence));
      }
    }
    assertThat(all).as("sequences").isNotEmpty();
    return all.stream();
  }

  private static InputStream file() throws IOException {
    var folder = System.getProperty("quantumvault.cases", "");
    if (!folder.isEmpty()) {
      return Files.newInputStream(Path.of(folder, FILE));
    }
    var copy = SequencesTest.class.getResourceAsStream("/cases/" + FILE);
    return java.util.Objects.requireNonNull(copy, "no copy of the cases");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sequences")
  void endsAsWanted(String name, JsonNode limits, JsonNode sequence) throws Exception {
    var market = new SequenceMarket(this, limits, sequence);
    market.open();
    for (var step : sequence.get("steps")) {
      market.send(step);
    }
    market.end();

    var wanted = sequence.get("wanted");
    if (wanted.has("orders")) {
      assertThat(market.orders()).as("orders").isEqualTo(texts(wanted.get("orders")));
    }
    if (wanted.has("reasons")) {
      assertThat(market.reasons())
          .as("reasons")
          .map(Reason::name)
          .containsAll(texts(wanted.get("reasons")).stream().map("REASON_"::concat).toList());
    }
    if (wanted.has("partRefused")) {
      assertThat(market.partsRefused())
          .as("reasons of refused parts")
          .map(Reason::name)
          .containsAll(texts(wanted.get("partRefused")).stream().map("REASON_"::concat).toList());
    }
    if (wanted.has("notices")) {
      assertThat(market.notices())
          .as("notices")
          .containsAll(texts(wanted.get("notices")).stream().map("NOTICE_KIND_"::concat).toList());
    }
    if (wanted.has("position")) {
      assertThat(market.position())
          .as("position")
          .isEqualByComparingTo(new BigDecimal(wanted.get("position").asString()));
    }
    if (wanted.has("restingAfter")) {
      assertThat(market.resting()).as("resting").isEqualTo(wanted.get("restingAfter").asInt());
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }
}

package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SiwsMessageTest {

  static Stream<JsonNode> vectors() throws Exception {
    String folder = System.getProperty("quantumvault.vectors", "");
    try (InputStream in =
        folder.isEmpty()
            ? SiwsMessageTest.class.getResourceAsStream("/vectors/siws_messages.json")
            : Files.newInputStream(Path.of(folder, "siws_messages.json"))) {
      return JsonMapper.shared().readTree(in).get("vectors").valueStream().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void rendersTheBytesOfTheReferenceLibrary(JsonNode vector) {
    if (injects(vector)) {
      assertThatThrownBy(() -> message(vector.get("input")))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    assertThat(message(vector.get("input")).render().getBytes(UTF_8))
        .isEqualTo(HexFormat.of().parseHex(vector.get("utf8Hex").asString()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatTheReferenceLibraryReads(JsonNode vector) {
    if (injects(vector)) {
      assertThat(SiwsMessage.parse(vector.get("text").asString())).isEmpty();
      return;
    }
    assertThat(SiwsMessage.parse(vector.get("text").asString()))
        .contains(message(vector.get("parsed")));
  }

  @Test
  void readsBackWhateverItRenders() {
    long seed = System.nanoTime();
    System.out.println("SiwsMessageTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      var message = randomMessage(random);
      assertThat(SiwsMessage.parse(message.render()))
          .as("seed %d round %d", seed, i)
          .contains(message);
    }
  }

  @Test
  void refusesAChangedText() {
    String text = randomMessage(new Random(7)).render();
    assertThat(SiwsMessage.parse(text + "\n")).isEmpty();
    assertThat(
            SiwsMessage.parse(text.replace(" wants you to sign in", " would like you to sign in")))
        .isEmpty();
  }

  // The reference library renders and reads a statement of several lines, which can pass for other
  // fields; we refuse it.
  private static boolean injects(JsonNode vector) {
    String statement = text(vector.get("input"), "statement");
    return statement != null && statement.contains("\n");
  }

  private static SiwsMessage randomMessage(Random random) {
    var resources = new ArrayList<String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      resources.add("urn:x:" + random.nextInt(1000));
    }
    return new SiwsMessage(
        "site.example:" + random.nextInt(65536),
        "address" + random.nextInt(),
        maybe(random, "A statement."),
        maybe(random, "https://site.example"),
        maybe(random, "1"),
        maybe(random, "devnet"),
        maybe(random, "nonce"),
        maybe(random, "2026-01-01T00:00:00.000Z"),
        maybe(random, "2026-01-01T00:05:00.000Z"),
        maybe(random, "2026-01-01T00:00:00.000Z"),
        maybe(random, "id"),
        resources);
  }

  private static @Nullable String maybe(Random random, String value) {
    return random.nextBoolean() ? value : null;
  }

  private static SiwsMessage message(JsonNode input) {
    List<String> resources =
        input.has("resources")
            ? input.get("resources").valueStream().map(JsonNode::asString).toList()
            : List.of();
    return new SiwsMessage(
        input.get("domain").asString(),
        input.get("address").asString(),
        text(input, "statement"),
        text(input, "uri"),
        text(input, "version"),
        text(input, "chainId"),
        text(input, "nonce"),
        text(input, "issuedAt"),
        text(input, "expirationTime"),
        text(input, "notBefore"),
        text(input, "requestId"),
        resources);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.has(name) ? node.get(name).asString() : null;
  }
}

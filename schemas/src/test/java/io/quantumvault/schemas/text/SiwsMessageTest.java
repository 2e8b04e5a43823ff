package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SiwsMessageTest {
  private static final String GREETING = " wants you to sign in with your Solana account:";

  static Stream<JsonNode> vectors() throws Exception {
    String folder = System.getProperty("quantumvault.vectors", "");
    var own = Stream.concat(copied("siws_messages.json"), copied("siws_resources.json"));
    return folder.isEmpty()
        ? own
        : read(Files.newInputStream(Path.of(folder, "siws_messages.json")));
  }

  private static Stream<JsonNode> copied(String file) throws IOException {
    return read(
        Objects.requireNonNull(SiwsMessageTest.class.getResourceAsStream("/vectors/" + file)));
  }

  private static Stream<JsonNode> read(InputStream json) throws IOException {
    try (json) {
      return JsonMapper.shared().readTree(json).get("vectors").valueStream().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void rendersTheBytesOfTheReferenceLibrary(JsonNode vector) {
    if (breaksLines(vector.get("input"))) {
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
    var read = SiwsMessage.parse(vector.get("text").asString());
    var parsed = vector.get("parsed");
    if (parsed.isNull() || breaksLines(parsed)) {
      assertThat(read).isEmpty();
    } else {
      assertThat(read).contains(message(parsed));
    }
  }

  @Test
  void anEmptyListIsAnotherTextThanNone() {
    assertThat(SiwsMessage.parse("a.example" + GREETING + "\nb").orElseThrow().resources())
        .isNull();
    assertThat(
            SiwsMessage.parse("a.example" + GREETING + "\nb\n\nResources:")
                .orElseThrow()
                .resources())
        .isEmpty();
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

  // The reference library renders and reads values of several lines, which can pass for other
  // fields; we refuse them.
  private static boolean breaksLines(JsonNode fields) {
    return fields
        .valueStream()
        .flatMap(field -> field.isArray() ? field.valueStream() : Stream.of(field))
        .map(JsonNode::asString)
        .anyMatch(value -> value.contains("\n") || value.contains("\r"));
  }

  private static SiwsMessage randomMessage(Random random) {
    @Nullable List<String> resources = null;
    if (random.nextBoolean()) {
      resources = random.ints(random.nextInt(3), 0, 1000).mapToObj(i -> "urn:x:" + i).toList();
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
    @Nullable List<String> resources =
        input.has("resources")
            ? input.get("resources").valueStream().map(JsonNode::asString).toList()
            : null;
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

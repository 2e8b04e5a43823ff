package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.MarketTable;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Refusal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertReaderTest {
  private static final String GOOD =
      """
      {"id":"o1-2026-05-01T12:00:00Z","market":"SOL-PERP","action":"buy","size":"1.5",\
      "positionAfter":"1.5","type":"market","price":151.2,"time":"2026-05-01T12:00:00Z",\
      "tags":["a","\\u00e9",null,true,-1e-3],"passphrase":"planted-secret-value"}\
      """;

  private static final Instant RECEIVED = Instant.parse("2026-05-01T12:00:01Z");

  private final AlertReader reader =
      new AlertReader(new AlertParser(new MarketTable(Map.of("SOL-PERP", List.of()))));

  @Test
  void readsAGoodBodyWithoutItsSecret() {
    assertThat(read(GOOD))
        .isInstanceOfSatisfying(
            ParsedAlert.Accepted.class,
            accepted ->
                assertThat(accepted.redactedBody())
                    .contains("\"é\"", "-1e-3", "[REDACTED]")
                    .doesNotContain("planted-secret-value"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "buy SOL",
        "{",
        "{}{}",
        "{} x",
        "[]",
        "\"text\"",
        "17",
        "null",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":1 // c\n}",
        "{\"a\":\"\\ud800\"}",
        "{\"size\":1,\"size\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "\uFEFF{}",
      })
  void refusesWhatIsNoSingleStrictObject(String body) {
    assertUnreadable(read(body));
  }

  @Test
  void sixteenDeepIsReadAndSeventeenIsNot() {
    String body = GOOD.replace("-1e-3", "%s");

    assertThat(read(body.formatted("[".repeat(14) + "]".repeat(14))))
        .isInstanceOf(ParsedAlert.Accepted.class);
    assertUnreadable(read(body.formatted("[".repeat(15) + "]".repeat(15))));
    assertUnreadable(read("{\"a\":" + "[".repeat(30_000)));
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] body = GOOD.getBytes(UTF_8);
    body[20] = (byte) 0xff;
    // In a text that would be read if the byte were only replaced.
    assertThat(new String(body, UTF_8)).contains("\uFFFD");
    assertUnreadable(reader.read(body, "t", RECEIVED));
  }

  @Test
  void aRefusalNeverQuotesTheBody() {
    String secret = "planted-secret-value";
    for (String body :
        List.of(
            "{\"passphrase\":\"" + secret + "\",\"passphrase\":1}",
            "{\"" + secret + "\":1,\"" + secret + "\":1}",
            "{\"a\": " + secret + "}",
            secret,
            GOOD.replace("SOL-PERP", secret),
            GOOD.replace("\"buy\"", '"' + secret + '"'),
            GOOD.replace("\"1.5\"", '"' + secret + '"'),
            GOOD.replace("market\",\"price", secret + "\",\"price"),
            "{\"action\": \"buy\", \"" + secret + " and spaces\": {\"a\": 1}}",
            "{\"action\": \"" + secret)) {
      assertThat(read(body))
          .isInstanceOfSatisfying(
              ParsedAlert.Refused.class,
              refused -> assertThat(refused.problems().toString()).doesNotContain(secret));
    }
  }

  @Test
  void noMutationOfABodyMakesItThrow() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] pieces = "{}[]\":,0123456789eE+-.\\u \ttruefalsn\u0000\u00ff".getBytes(UTF_8);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = GOOD.getBytes(UTF_8);
      int changes = random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        int at = random.nextInt(body.length);
        switch (random.nextInt(3)) {
          case 0 -> body[at] = pieces[random.nextInt(pieces.length)];
          case 1 -> body[at] = (byte) random.nextInt(256);
          default -> body = cut(body, at, random.nextInt(body.length - at));
        }
        if (body.length == 0) {
          body = new byte[] {'{'};
        }
      }
      switch (reader.read(body, "url-token-of-the-test", RECEIVED)) {
        case ParsedAlert.Accepted a -> {
          accepted++;
          assertThat(a.alert().market()).isEqualTo("SOL-PERP");
        }
        case ParsedAlert.Refused refused -> assertThat(refused.problems()).isNotEmpty();
      }
    }
    assertThat(accepted).as("some survive, or nothing was tested").isPositive();
  }

  static Stream<Arguments> hostileShapes() {
    Stream<Arguments> texts =
        Stream.of("secret", "secret:\\\"", "secret='", "a", "token" + "a".repeat(40), "password: ")
            .map(filling -> Arguments.of(filling, hostile("{\"comment\":\"", "\"}", _ -> filling)));
    Stream<Arguments> trees =
        Stream.of(
            Arguments.of(
                "many secrets",
                hostile("{\"token\":[0", "]}", i -> ",\"a-secret-of-some-length-" + i + "\"")),
            Arguments.of(
                "many tokens",
                hostile("{\"a\":0", "}", i -> ",\"token" + i + "\":\"secret-value-" + i + "\"")));
    return Stream.concat(texts, trees);
  }

  /** Eight times the length may cost eight times as much; a quadratic cost were sixty-four. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileShapes")
  void hostileBodiesOfFullLengthCostInProportionToIt(String name, IntFunction<String> body) {
    int full = WebhookController.MAX_BODY_BYTES;
    String small = body.apply(full / 8);
    String large = body.apply(full);
    assertThat(large.getBytes(UTF_8).length).as(name).isBetween(full - 100, full);
    for (int warming = 0; warming < 20; warming++) {
      assertThat(read(small)).isInstanceOf(ParsedAlert.Refused.class);
      assertThat(read(large)).isInstanceOf(ParsedAlert.Refused.class);
    }

    assertThat(cheapest(large)).as(name).isLessThan(24 * cheapest(small));
  }

  /** A body of just under that length: head, then as many pieces as fit, then tail. */
  private static IntFunction<String> hostile(String head, String tail, IntFunction<String> piece) {
    return length -> {
      StringBuilder text = new StringBuilder(head);
      for (int i = 0; text.length() + piece.apply(i).length() + tail.length() <= length; i++) {
        text.append(piece.apply(i));
      }
      return text.append(tail).toString();
    };
  }

  /** Time on the processor, not on the clock, and the least of some: a busy machine adds to it. */
  private long cheapest(String body) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cheapest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = threads.getCurrentThreadCpuTime();
      assertThat(read(body)).isInstanceOf(ParsedAlert.Refused.class);
      cheapest = Math.min(cheapest, threads.getCurrentThreadCpuTime() - start);
    }
    return cheapest;
  }

  private static byte[] cut(byte[] body, int from, int length) {
    byte[] shorter = new byte[body.length - length];
    System.arraycopy(body, 0, shorter, 0, from);
    System.arraycopy(body, from + length, shorter, from, shorter.length - from);
    return shorter;
  }

  private ParsedAlert read(String body) {
    return reader.read(body.getBytes(UTF_8), "url-token-of-the-test", RECEIVED);
  }

  private static void assertUnreadable(ParsedAlert parsed) {
    assertThat(parsed)
        .isInstanceOfSatisfying(
            ParsedAlert.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(ParsedAlert.Problem::refusal)
                    .isNotEmpty()
                    .containsOnly(Refusal.UNREADABLE));
  }
}

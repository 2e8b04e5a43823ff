package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.Alert;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.alert.Size;
import io.quantumvault.ingest.alert.Trigger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What traders really send: each body is answered, understood and explained as it should be. */
class CasesTest {
  private static final Pattern SECRET =
      Pattern.compile(
          "\"\\w*(?:secret|passphrase|key|token)\\w*\"\\s*:\\s*\"([^\"]+)\"",
          Pattern.CASE_INSENSITIVE);
  private static final int MUTATIONS = 150;

  static Stream<Cases.Case> given() {
    return Cases.given().cases().stream();
  }

  static Stream<Cases.Case> own() {
    return Cases.own().cases().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("given")
  void whatTradersSend(Cases.Case one) {
    check(one, new Door(Cases.given().received(), TestRoutes.tradingView(1000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("own")
  void whatOthersOfTheirKindSend(Cases.Case one) {
    check(one, new Door(Cases.own().received(), TestRoutes.tradingView(1000)));
  }

  @Test
  void anOldAlertIsOnRecordAsStaleAndOneFromTheFutureAsThat() {
    Door door = new Door(Cases.own().received(), TestRoutes.tradingView(1000));
    String body = "{\"market\":\"SOL-PERP\",\"action\":\"close\",\"time\":\"%s\"}";

    door.send(body.formatted("2026-09-21T13:00:00Z"));
    door.send(body.formatted("2026-09-21T15:00:00Z"));

    assertThat(door.sinks.rejections)
        .extracting(rejection -> rejection.problems().getFirst().refusal())
        .containsExactly(Refusal.STALE, Refusal.FROM_FUTURE);
    assertThat(door.sinks.rejections).allMatch(RefusedSignal::exit);
  }

  private static void check(Cases.Case one, Door door) {
    Answer answer = door.send(new Visitor(Door.TOKEN, one.body(), "127.0.0.1"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(one.status());
    one.says().forEach(word -> assertThat(answer.body()).containsIgnoringCase(word));
    String stored = "";
    if (one.status() == 202) {
      AcceptedSignal signal = door.sinks.signals.getFirst();
      one.meaning()
          .forEach(
              (key, wanted) -> assertThat(meaning(signal.alert(), key)).as(key).isEqualTo(wanted));
      one.notices()
          .forEach(word -> assertThat(signal.parsed().ignored().toString()).contains(word));
      stored = signal.toString();
    } else {
      assertThat(door.sinks.signals).isEmpty();
      RefusedSignal rejection = door.sinks.rejections.getFirst();
      assertThat(answer.body()).contains(rejection.signalId().toString());
      assertThat(rejection.redactedBody() == null).isEqualTo(one.status() == 400);
      stored = rejection.toString();
    }
    List<String> secrets =
        SECRET
            .matcher(new String(one.body(), UTF_8))
            .results()
            .map(found -> found.group(1))
            .toList();
    for (String secret : secrets) {
      assertThat(answer.body()).doesNotContain(secret);
      assertThat(stored).doesNotContain(secret);
    }
  }

  private static String meaning(Alert alert, String key) {
    return switch (key) {
      case "action" -> alert.action().name();
      case "market" -> alert.market();
      case "type" -> alert.type().name();
      case "size" -> alert.size() instanceof Size.Base(BigDecimal base) ? text(base) : "none";
      case "sizeUsd" -> alert.size() instanceof Size.Usd(BigDecimal usd) ? text(usd) : "none";
      case "sizePercent" ->
          alert.size() instanceof Size.Percent(BigDecimal percent) ? text(percent) : "none";
      case "positionAfter" -> text(alert.positionAfter());
      case "price" -> comparable(alert.limitPrice());
      case "stopLoss" -> text(alert.stopLoss());
      case "takeProfit" -> text(alert.takeProfit());
      case "time" -> alert.time().toString();
      default -> throw new IllegalArgumentException("nobody knows what " + key + " is");
    };
  }

  /** Prices of the cases have two places. */
  private static String comparable(@Nullable BigDecimal price) {
    return price == null ? "none" : price.scale() == 0 ? price + ".00" : text(price);
  }

  private static String text(@Nullable BigDecimal value) {
    return value == null ? "none" : value.toPlainString();
  }

  private static String text(@Nullable Trigger trigger) {
    return switch (trigger) {
      case null -> "none";
      case Trigger.Price(BigDecimal price) -> text(price);
      case Trigger.Percent(BigDecimal percent) -> text(percent) + "%";
    };
  }

  /** Whatever happens to a body on its way: an answer, no secret in it, and nothing thrown. */
  @Test
  void noMutationOfAnyBodyMakesItThrowOrTell() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    AlertReader reader = new AlertReader(new AlertParser(Door.MARKETS));
    List<Cases.Case> cases =
        Stream.concat(given(), own()).filter(one -> one.body().length > 0).toList();
    Instant received = Cases.own().received();
    int accepted = 0;
    for (Cases.Case one : cases) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] body =
            Mutations.of(one.body(), cases.get(random.nextInt(cases.size())).body(), random);
        switch (reader.read(body, Door.TOKEN, received)) {
          case ParsedAlert.Accepted found -> {
            accepted++;
            assertThat(found.alert().market()).endsWith("-PERP");
          }
          case ParsedAlert.Refused refused -> assertThat(refused.problems()).isNotEmpty();
        }
      }
    }
    assertThat(accepted).as("some survive, or nothing was tested").isPositive();
  }

  @Test
  void theCopyIsWhatIsReadWhereNoFolderIsNamed() {
    assertThat(Cases.given().cases()).hasSizeGreaterThan(40);
  }
}

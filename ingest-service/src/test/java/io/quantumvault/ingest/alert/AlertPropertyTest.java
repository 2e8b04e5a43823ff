package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read can be written and read again, whatever the alert; and nothing makes it throw. */
class AlertPropertyTest {
  private static final Instant RECEIVED = Instant.parse("2026-05-01T12:00:07Z");
  private static final int RUNS = 20_000;

  private final AlertParser parser =
      new AlertParser(new MarketTable(Map.of("SOL-PERP", List.of(), "BTC-PERP", List.of())));
  private final Random random;

  AlertPropertyTest() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    random = new Random(seed);
  }

  @Test
  void anAlertWrittenAgainIsTheSameAlert() {
    for (int i = 0; i < RUNS; i++) {
      Alert alert = alert();
      assertThat(parser.parse(body(alert), RECEIVED))
          .as(body(alert).text())
          .isInstanceOfSatisfying(
              ParsedAlert.Accepted.class,
              accepted -> assertThat(accepted.alert()).isEqualTo(alert));
    }
  }

  @Test
  void whatIsAcceptedOfAnyFieldsIsTheSameWrittenAgain() {
    int accepted = 0;
    for (int i = 0; i < RUNS; i++) {
      if (parser.parse(fields(), RECEIVED) instanceof ParsedAlert.Accepted first) {
        accepted++;
        assertThat(parser.parse(body(first.alert()), RECEIVED))
            .as(first.redactedBody())
            .isInstanceOfSatisfying(
                ParsedAlert.Accepted.class,
                second -> assertThat(second.alert()).isEqualTo(first.alert()));
      }
    }
    assertThat(accepted).as("some are accepted, or nothing was tested").isPositive();
  }

  private static final List<String> NAMES =
      List.of(
          "id",
          "market",
          "ticker",
          "action",
          "side",
          "size",
          "qty",
          "sizeUsd",
          "sizePercent",
          "type",
          "orderType",
          "price",
          "limitPrice",
          "stopLoss",
          "takeProfit",
          "reduceOnly",
          "positionAfter",
          "position_size",
          "market_position",
          "market_position_size",
          "sentiment",
          "leverage",
          "slippageBps",
          "time",
          "timestamp",
          "comment",
          "amount",
          "trailing",
          "secret");
  private static final List<String> VALUES =
      List.of(
          "buy",
          "sell",
          "close",
          "exit_long",
          "sync",
          "cancel",
          "long",
          "flat",
          "SOL-PERP",
          "BTCUSDT.P",
          "1.5",
          "-1.5",
          "0",
          "10%",
          "NaN",
          "1,5",
          "limit",
          "market",
          "true",
          "false",
          "2026-05-01T12:00:00Z",
          "1777636800",
          "{{x}}",
          "",
          "[REDACTED]",
          "1e-9",
          "$5");

  private Json.Members fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (random.nextInt(3) > 0) {
      fields.put("market", new Json.Text("SOL-PERP"));
      fields.put("action", new Json.Text(pick("buy", "sell", "close", "sync", "cancel")));
      fields.put("size", new Json.Text(pick("1", "2.50", "3%")));
      fields.put("time", new Json.Text("2026-05-01T12:00:00Z"));
    }
    int more = random.nextInt(5);
    for (int i = 0; i < more; i++) {
      String value = VALUES.get(random.nextInt(VALUES.size()));
      fields.put(
          NAMES.get(random.nextInt(NAMES.size())),
          switch (random.nextInt(6)) {
            case 0 -> new Json.Truth(random.nextBoolean());
            case 1 -> new Json.Number(pick("1", "0", "-2", "1.5e1", "1777636800000"));
            case 2 ->
                new Json.Members(Map.of(pick("stopPrice", "percent", "x"), new Json.Text(value)));
            default -> new Json.Text(value);
          });
    }
    return new Json.Members(fields);
  }

  private Alert alert() {
    Action action = Action.values()[random.nextInt(Action.values().length)];
    boolean reduceOnly = random.nextInt(4) == 0;
    BigDecimal position =
        action == Action.SYNC || random.nextBoolean() ? signed(random.nextInt(3)) : null;
    boolean entry = !Exit.asked(action, reduceOnly, position) && action != Action.CANCEL;
    boolean limit = random.nextInt(3) == 0;
    boolean sized = action.needsSize() || (action == Action.CLOSE && random.nextBoolean());
    return new Alert(
        random.nextBoolean() ? "id " + random.nextInt() : null,
        pick("SOL-PERP", "BTC-PERP"),
        action,
        action == Action.CLOSE && random.nextBoolean() ? Side.values()[random.nextInt(2)] : null,
        limit ? OrderType.LIMIT : OrderType.MARKET,
        sized ? size() : null,
        limit ? number() : null,
        !limit && random.nextBoolean() ? number() : null,
        entry && random.nextBoolean() ? trigger() : null,
        entry && random.nextBoolean() ? trigger() : null,
        reduceOnly,
        position,
        position == null && random.nextBoolean() ? Side.values()[random.nextInt(2)] : null,
        entry && random.nextBoolean() ? number() : null,
        random.nextBoolean() ? random.nextInt(10_001) : null,
        RECEIVED.minusMillis(random.nextInt(60_001)).plusMillis(random.nextInt(10_000)));
  }

  private Size size() {
    return switch (random.nextInt(3)) {
      case 0 -> new Size.Base(number());
      case 1 -> new Size.Usd(number());
      default -> new Size.Percent(number());
    };
  }

  private Trigger trigger() {
    return random.nextBoolean()
        ? new Trigger.Price(number())
        : new Trigger.Percent(new BigDecimal(1 + random.nextInt(99)));
  }

  private BigDecimal signed(int kind) {
    return switch (kind) {
      case 0 -> BigDecimal.ZERO;
      case 1 -> number();
      default -> number().negate();
    };
  }

  private BigDecimal number() {
    BigDecimal number =
        BigDecimal.valueOf(1 + random.nextLong(Long.MAX_VALUE - 1), random.nextInt(40))
            .stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** The alert in our own names. */
  private static Json.Members body(Alert alert) {
    Map<String, Json> fields = new LinkedHashMap<>();
    put(fields, "id", alert.id());
    put(fields, "market", alert.market());
    put(
        fields,
        "action",
        alert.closes() == null ? alert.action().name() : "exit_" + alert.closes().name());
    put(fields, "type", alert.type().name());
    switch (alert.size()) {
      case null -> {}
      case Size.Base(BigDecimal base) -> put(fields, "size", base.toPlainString());
      case Size.Usd(BigDecimal usd) -> put(fields, "sizeUsd", usd.toPlainString());
      case Size.Percent(BigDecimal percent) -> put(fields, "sizePercent", percent.toPlainString());
    }
    put(fields, "price", alert.limitPrice() == null ? alert.alertPrice() : alert.limitPrice());
    put(fields, "stopLoss", text(alert.stopLoss()));
    put(fields, "takeProfit", text(alert.takeProfit()));
    put(fields, "reduceOnly", alert.reduceOnly());
    put(fields, "positionAfter", alert.positionAfter());
    put(fields, "marketPosition", alert.sideAfter() == null ? null : alert.sideAfter().name());
    put(fields, "leverage", alert.leverage());
    put(fields, "slippageBps", alert.slippageBps());
    put(fields, "time", alert.time());
    return new Json.Members(fields);
  }

  private static @Nullable String text(@Nullable Trigger trigger) {
    return switch (trigger) {
      case null -> null;
      case Trigger.Price(BigDecimal price) -> price.toPlainString();
      case Trigger.Percent(BigDecimal percent) -> percent.toPlainString() + "%";
    };
  }

  private static void put(Map<String, Json> fields, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case BigDecimal number -> fields.put(name, new Json.Text(number.toPlainString()));
      default -> fields.put(name, new Json.Text(value.toString()));
    }
  }
}

package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertParserTest {
  private static final Instant RECEIVED = Instant.parse("2026-05-01T12:00:07Z");
  private static final MarketTable MARKETS =
      new MarketTable(Map.of("SOL-PERP", List.of(), "BTC-PERP", List.of("BITCOIN")));

  private final Map<String, Json> fields = new LinkedHashMap<>();

  AlertParserTest() {
    set("id", "long-2026-05-01T12:00:00Z");
    set("market", "SOL-PERP");
    set("action", "buy");
    set("size", "1.5");
    set("time", "2026-05-01T12:00:00Z");
  }

  @Test
  void readsTheDocumentedBody() {
    set("positionAfter", "-2.50");
    set("type", "market");
    set("price", "151.20");

    Alert alert = accepted();

    assertThat(alert)
        .isEqualTo(
            new Alert(
                "long-2026-05-01T12:00:00Z",
                "SOL-PERP",
                Action.BUY,
                null,
                OrderType.MARKET,
                new Size.Base(new BigDecimal("1.5")),
                null,
                new BigDecimal("151.2"),
                null,
                null,
                false,
                new BigDecimal("-2.5"),
                null,
                null,
                null,
                Instant.parse("2026-05-01T12:00:00Z")));
  }

  @Test
  void readsNumbersAndTruthsThatAreNotQuoted() {
    fields.put("size", new Json.Number("0.000000000000000001"));
    fields.put("reduceOnly", new Json.Truth(false));
    fields.put("slippageBps", new Json.Number("25"));
    fields.put("leverage", new Json.Number("2.5"));

    Alert alert = accepted();

    assertThat(alert.size()).isEqualTo(new Size.Base(new BigDecimal("0.000000000000000001")));
    assertThat(alert.reduceOnly()).isFalse();
    assertThat(alert.slippageBps()).isEqualTo(25);
    assertThat(alert.leverage()).isEqualTo(new BigDecimal("2.5"));
  }

  @Test
  void aLimitOrderTakesItsPriceFromTheAlert() {
    set("type", "LIMIT");
    set("price", "150");

    Alert alert = accepted();

    assertThat(alert.limitPrice()).isEqualTo(new BigDecimal("150"));
    assertThat(alert.alertPrice()).isNull();
  }

  @Test
  void aLimitOrderWithoutPriceIsRefused() {
    set("type", "limit");
    assertRefused(Refusal.INVALID, "price is missing");
  }

  @Test
  void sizeInDollarsStandsInForSize() {
    fields.remove("size");
    set("sizeUsd", "250");

    assertThat(accepted().size()).isEqualTo(new Size.Usd(new BigDecimal("250")));
  }

  @Test
  void bothSizesAreRefused() {
    set("sizeUsd", "250");
    assertRefused(Refusal.INVALID, "size and sizeUsd give different sizes");
  }

  @Test
  void aBuyWithoutSizeIsRefused() {
    fields.remove("size");
    assertRefused(Refusal.INVALID, "exactly one of size");
  }

  @Test
  void aCloseHasASizeOrIsOfAll() {
    set("action", "close");
    assertThat(accepted().size()).isEqualTo(new Size.Base(new BigDecimal("1.5")));

    fields.remove("size");
    assertThat(accepted().size()).isNull();
  }

  @Test
  void aCancelHasNoSize() {
    set("action", "cancel");
    assertRefused(Refusal.INVALID, "size is not for cancel");

    fields.remove("size");
    assertThat(accepted().size()).isNull();
  }

  @Test
  void whatASyncComesToIsNotForItsSizeToSay() {
    set("action", "sync");
    set("positionAfter", "3");

    assertThat(accepted().size()).isNull();
    assertThat(parsedAccepted().ignored())
        .containsExactly("size is not looked at by sync, which goes by positionAfter");
  }

  @Test
  void aSyncNeedsToKnowWhereTo() {
    set("action", "sync");
    set("marketPosition", "long");
    assertRefused(Refusal.INVALID, "sync needs positionAfter");
  }

  @ParameterizedTest
  @CsvSource({"0,is 0", "0.0,is 0", "-1,is below zero"})
  void sizesAreAboveZero(String size, String why) {
    set("size", size);
    assertRefused(Refusal.INVALID, "size " + why);
  }

  @Test
  void aNumberHasManyDigitsAndAnEnd() {
    set("size", "9".repeat(127) + ".");
    assertThat(accepted().size()).isEqualTo(new Size.Base(new BigDecimal("9".repeat(127))));

    set("size", "9".repeat(129));
    assertRefused(Refusal.INVALID, "size has 129 characters");
    set("size", "1e100");
    assertRefused(Refusal.INVALID, "size has an exponent beyond 99");
    set("size", "1e999999999999");
    assertRefused(Refusal.INVALID, "size is no number");
  }

  @ParameterizedTest
  @CsvSource({
    "sol-perp,SOL-PERP",
    "BTC-PERP,BTC-PERP",
  })
  void marketsAreKnownWhateverTheirCase(String written, String market) {
    set("market", written);
    assertThat(accepted().market()).isEqualTo(market);
  }

  @Test
  void marketAndTickerMustMeanTheSame() {
    set("ticker", "SOLUSDT");
    assertThat(accepted().market()).isEqualTo("SOL-PERP");

    set("ticker", "XBTUSDT");
    assertRefused(Refusal.INVALID, "market and ticker say different things");
  }

  @Test
  void aTickerOfTheSettingsStandsForItsMarket() {
    fields.remove("market");
    set("ticker", "KRAKEN:BITCOIN");
    assertThat(accepted().market()).isEqualTo("BTC-PERP");
  }

  @Test
  void withoutMarketAndTickerThereIsNoMarket() {
    fields.remove("market");
    assertRefused(Refusal.UNKNOWN_MARKET, "market is missing");
  }

  @Test
  void otherActionsAreUnknown() {
    set("action", "hodl");
    assertRefused(Refusal.UNKNOWN_ACTION, "action is none of buy, sell, close, cancel, sync");
  }

  @Test
  void aMissingActionIsUnknown() {
    fields.remove("action");
    set("order_action", "buy");
    assertRefused(Refusal.UNKNOWN_ACTION, "order_action is not read; the name is action");
  }

  @Test
  void withoutTimeItIsRefusedWhateverItsId() {
    fields.remove("time");
    assertRefused(Refusal.NO_TIME, "time is missing");
  }

  @Test
  void blankIsAsGoodAsAbsent() {
    fields.put("time", new Json.Nothing());
    assertRefused(Refusal.NO_TIME, "time is missing");
    set("time", " ");
    assertRefused(Refusal.NO_TIME, "time is missing");
  }

  @Test
  void aTimeWithoutIdIsEnough() {
    fields.remove("id");
    assertThat(accepted().id()).isNull();
  }

  @Test
  void aMinuteIsTheOldest() {
    fields.put("time", new Json.Text(RECEIVED.minusSeconds(60).toString()));
    assertThat(accepted().time()).isEqualTo(RECEIVED.minusSeconds(60));

    fields.put("time", new Json.Text(RECEIVED.minusMillis(60_001).toString()));
    assertRefused(Refusal.STALE, "send {{timenow}}");
  }

  @Test
  void tenSecondsAreTheFurthestAhead() {
    fields.put("time", new Json.Text(RECEIVED.plusSeconds(10).toString()));
    assertThat(accepted().time()).isEqualTo(RECEIVED.plusSeconds(10));

    fields.put("time", new Json.Text(RECEIVED.plusMillis(10_001).toString()));
    assertRefused(Refusal.FROM_FUTURE, "time is 10 s ahead");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T12:00:00Z",
    "2026-05-01T14:00:00+02:00",
    "2026-05-01T14:00:00+0200",
    "2026-05-01 12:00:00Z",
    "2026-05-01t12:00:00z",
    "1777636800",
    "1777636800.0",
    "1777636800000",
    "1777636800000.0",
    "1.7776368e12",
  })
  void timesComeInManyForms(String time) {
    set("time", time);
    assertThat(accepted().time()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "17776368",
        "+999999999-01-01T00:00:00Z",
        "9999-99-99T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "-1777636800",
        "1777636800000000",
        "3h",
        "2026-05-01T12:00:00Q"
      })
  void otherTimesAreRefused(String time) {
    set("time", time);
    assertRefused(Refusal.INVALID, "time is no time that is read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-01",
        "2026-05-01T12:00:00",
        "2026-05-01 12:00",
        "2026-05-01T12:00:00.123"
      })
  void withoutAZoneNobodyKnowsWhen(String time) {
    set("time", time);
    assertRefused(Refusal.INVALID, "time has no zone");
  }

  @Test
  void anUnfilledPlaceholderIsNamed() {
    set("id", "{{strategy.order.id}}-1");
    assertRefused(Refusal.INVALID, "id holds a {{placeholder}}");
  }

  @ParameterizedTest
  @CsvSource({
    "reduceonly,reduceOnly",
    "REDUCE_ONLY,reduceOnly",
    "SizeUSD,sizeUsd",
    "order-type,orderType"
  })
  void almostKnownNamesAreNotIgnored(String name, String meant) {
    set(name, "1");
    assertRefused(Refusal.INVALID, "write " + meant);
  }

  @Test
  void unknownFieldsAreKeptAndNotActedOn() {
    set("comment", "breakout");
    set("interval", "60");

    assertThat(parsedAccepted().redactedBody()).contains("\"comment\":\"breakout\"");
    assertThat(parsedAccepted().unread()).containsExactly("comment", "interval");
  }

  @Test
  void ofUnknownFieldsThirtyTwoNamesAreKeptAndEachIsShort() {
    for (int i = 0; i < 100; i++) {
      set("n".repeat(100) + i, "x");
    }
    assertThat(parsedAccepted().unread())
        .hasSize(32)
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(64));
  }

  @Test
  void aRefusalNamesEveryProblemButHasAnEnd() {
    for (int i = 0; i < 100; i++) {
      fields.put("object" + i, new Json.Members(Map.of()));
    }
    assertThat(refused()).hasSize(40);
  }

  @Test
  void whatLooksLikeASecretIsNamedWhereSomethingElseIsWrong() {
    set("webhook_secret", Redactor.REDACTED);
    assertThat(parsedAccepted().unread()).containsExactly("webhook_secret");

    set("size", "many");
    assertRefused(Refusal.INVALID, "webhook_secret looks like a secret");
  }

  @Test
  void anExitIsNotRefusedForWhatOnlyAnEntryNeeds() {
    set("action", "close");
    set("leverage", "3x");
    set("stopLoss", "none at all");
    set("trailing_stop", "1");
    set("slippageBps", "0.5%");

    assertThat(accepted().leverage()).isNull();
    assertThat(accepted().stopLoss()).isNull();
    assertThat(parsedAccepted().ignored())
        .containsExactlyInAnyOrder(
            "leverage is not looked at in an exit",
            "stopLoss is not looked at in an exit",
            "trailing_stop is not looked at in an exit",
            "slippageBps is not looked at in an exit");
  }

  @Test
  void anEntryIsRefusedForThem() {
    set("trailing_stop", "1");
    assertRefused(Refusal.INVALID, "trailing_stop is not read");
  }

  @Test
  void aRefusalSaysWhetherItAskedToGetOut() {
    set("size", "many");
    assertThat(parse()).extracting(ParsedAlert::exit).isEqualTo(false);
    set("positionAfter", "0");
    assertThat(parse()).extracting(ParsedAlert::exit).isEqualTo(true);
  }

  @Test
  void thePriceOfAMarketOrderIsInformation() {
    set("price", "NaN");
    assertThat(accepted().alertPrice()).isNull();
    set("limitPrice", "140");
    assertRefused(Refusal.INVALID, "limitPrice is for limit orders");
  }

  @ParameterizedTest
  @CsvSource({"-1", "10001", "2.5"})
  void slippageIsWholeBasisPoints(String slippage) {
    set("slippageBps", slippage);
    assertRefused(Refusal.INVALID, "slippageBps must be a whole number");
  }

  @Test
  void aFieldThatIsAnObjectIsRefused() {
    fields.put("size", new Json.Members(Map.of()));
    assertRefused(Refusal.INVALID, "size must be a text or a number");
  }

  @Test
  void anOverlongIdIsRefused() {
    set("id", "x".repeat(129));
    assertRefused(Refusal.INVALID, "id must be at most 128");
  }

  @Test
  void anIdThatWasRedactedIsRefusedForTwoOfThemWouldBeOne() {
    set("id", "token:[REDACTED]");
    assertRefused(Refusal.INVALID, "id looks as if it carries a secret");
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    set("action", "hold");
    set("size", "much");
    set("reduceOnly", "perhaps");

    assertThat(refused()).extracting(ParsedAlert.Problem::refusal).hasSize(3);
  }

  private void set(String name, String value) {
    fields.put(name, new Json.Text(value));
  }

  private Json.Members body() {
    return new Json.Members(fields);
  }

  private ParsedAlert parse() {
    return new AlertParser(MARKETS).parse(body(), RECEIVED);
  }

  private ParsedAlert.Accepted parsedAccepted() {
    ParsedAlert parsed = parse();
    assertThat(parsed).isInstanceOf(ParsedAlert.Accepted.class);
    return (ParsedAlert.Accepted) parsed;
  }

  private Alert accepted() {
    return parsedAccepted().alert();
  }

  private List<ParsedAlert.Problem> refused() {
    ParsedAlert parsed = parse();
    assertThat(parsed).isInstanceOf(ParsedAlert.Refused.class);
    return ((ParsedAlert.Refused) parsed).problems();
  }

  private void assertRefused(Refusal refusal, String detail) {
    assertThat(refused())
        .anySatisfy(problem -> {
          assertThat(problem.refusal()).isEqualTo(refusal);
          assertThat(problem.detail()).contains(detail);
        });
  }
}

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
      new MarketTable(Map.of("SOL-PERP", List.of(), "BTC-PERP", List.of("XBTUSD")));

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
                OrderType.MARKET,
                new BigDecimal("1.5"),
                null,
                null,
                new BigDecimal("151.2"),
                new BigDecimal("-2.5"),
                false,
                null,
                null,
                Instant.parse("2026-05-01T12:00:00Z")));
  }

  @Test
  void readsNumbersAndTruthsThatAreNotQuoted() {
    fields.put("size", new Json.Number("0.000000000000000001"));
    fields.put("reduceOnly", new Json.Truth(true));
    fields.put("slippageBps", new Json.Number("25"));
    fields.put("leverage", new Json.Number("2.5"));

    Alert alert = accepted();

    assertThat(alert.sizeBase()).isEqualTo(new BigDecimal("0.000000000000000001"));
    assertThat(alert.reduceOnly()).isTrue();
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

    assertThat(accepted().sizeUsd()).isEqualTo(new BigDecimal("250"));
  }

  @Test
  void bothSizesAreRefused() {
    set("sizeUsd", "250");
    assertRefused(Refusal.INVALID, "exactly one of size");
  }

  @Test
  void aBuyWithoutSizeIsRefused() {
    fields.remove("size");
    assertRefused(Refusal.INVALID, "exactly one of size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "cancel"})
  void closeAndCancelHaveNoSize(String action) {
    set("action", action);
    assertRefused(Refusal.INVALID, "not allowed with close and cancel");

    fields.remove("size");
    assertThat(accepted().sizeBase()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.0"})
  void sizesAreAboveZero(String size) {
    set("size", size);
    assertRefused(Refusal.INVALID, "size must be above zero");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,5",
        "NaN",
        "1e400",
        "0x10",
        "1.0000000000000000001",
        "1234567890123456789",
        "."
      })
  void sizesAreExactDecimals(String size) {
    set("size", size);
    assertRefused(Refusal.INVALID, "size must be a decimal");
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

  @ParameterizedTest
  @CsvSource({
    "SOLUSDT.P,SOL-PERP",
    "BINANCE:SOLUSDT,SOL-PERP",
    "SOLUSDC,SOL-PERP",
    "BYBIT:SOLUSDT.P,SOL-PERP",
    "COINBASE:SOLUSD,SOL-PERP",
    "SOLPERP,SOL-PERP",
    "SOL-PERP,SOL-PERP",
    "BITMEX:XBTUSD.P,BTC-PERP",
  })
  void theTickerStandsInForTheMarket(String ticker, String market) {
    fields.remove("market");
    set("ticker", ticker);
    assertThat(accepted().market()).isEqualTo(market);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SOLEUR", "PERP", "USDT", "NASDAQ:SOL1", ":"})
  void otherTickersAreUnknown(String ticker) {
    fields.remove("market");
    set("ticker", ticker);
    assertRefused(Refusal.UNKNOWN_MARKET, "ticker stands for none");
  }

  @Test
  void theMarketCountsWhereBothAreGiven() {
    set("market", "DOGE-PERP");
    set("ticker", "SOLUSDT");
    assertRefused(Refusal.UNKNOWN_MARKET, "market is none of BTC-PERP, SOL-PERP");
  }

  @Test
  void withoutMarketAndTickerThereIsNoMarket() {
    fields.remove("market");
    assertRefused(Refusal.UNKNOWN_MARKET, "market is missing");
  }

  @Test
  void otherActionsAreUnknown() {
    set("action", "short");
    assertRefused(Refusal.UNKNOWN_ACTION, "action is none of");
  }

  @Test
  void aMissingActionIsUnknown() {
    fields.remove("action");
    assertRefused(Refusal.UNKNOWN_ACTION, "action is none of");
  }

  @Test
  void neitherIdNorTimeIsRefused() {
    fields.remove("id");
    fields.remove("time");
    assertRefused(Refusal.NO_ID_OR_TIME, "give an id, a time, or both");
  }

  @Test
  void blankIsAsGoodAsAbsent() {
    set("id", " ");
    fields.put("time", new Json.Nothing());
    assertRefused(Refusal.NO_ID_OR_TIME, "give an id, a time, or both");
  }

  @Test
  void anIdWithoutTimeHasTheTimeOfReceipt() {
    fields.remove("time");
    assertThat(accepted().time()).isEqualTo(RECEIVED);
  }

  @Test
  void aTimeWithoutIdIsEnough() {
    fields.remove("id");
    assertThat(accepted().id()).isNull();
  }

  @Test
  void signedHeadersStandInForIdAndTime() {
    fields.remove("id");
    fields.remove("time");
    Instant signedAt = RECEIVED.minusSeconds(3);

    ParsedAlert parsed =
        new AlertParser(MARKETS)
            .parse(body(), new AlertParser.StandIns("msg_1", signedAt), RECEIVED);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            ParsedAlert.Accepted.class,
            accepted -> {
              assertThat(accepted.alert().id()).isEqualTo("msg_1");
              assertThat(accepted.alert().time()).isEqualTo(signedAt);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T12:00:00Z",
    "2026-05-01T14:00:00+02:00",
    "1777636800",
    "1777636800000",
  })
  void timesComeInThreeForms(String time) {
    set("time", time);
    assertThat(accepted().time()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-05-01",
        "2026-05-01T12:00:00",
        "17776368",
        "+999999999-01-01T00:00:00Z",
        "-1777636800",
        "1.7e9"
      })
  void otherTimesAreRefused(String time) {
    set("time", time);
    assertRefused(Refusal.INVALID, "time must be like");
  }

  @Test
  void aTimeInTheFuturePassesHereForThePolicyStageDecidesOnIt() {
    set("time", "2031-01-01T00:00:00Z");
    assertThat(accepted().time()).isEqualTo(Instant.parse("2031-01-01T00:00:00Z"));
  }

  @Test
  void anUnfilledPlaceholderIsNamed() {
    set("id", "{{strategy.order.id}}-1");
    assertRefused(Refusal.INVALID, "id holds a placeholder");
  }

  @ParameterizedTest
  @CsvSource({"reduceonly,reduceOnly", "reduce_only,reduceOnly", "SizeUSD,sizeUsd"})
  void almostKnownNamesAreNotIgnored(String name, String meant) {
    set(name, "1");
    assertRefused(Refusal.INVALID, "write exactly " + meant);
  }

  @Test
  void unknownFieldsAreKeptAndNotActedOn() {
    set("comment", "breakout");
    set("dryRun", "true");

    ParsedAlert parsed =
        new AlertParser(MARKETS).parse(body(), AlertParser.StandIns.NONE, RECEIVED);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            ParsedAlert.Accepted.class,
            accepted ->
                assertThat(accepted.redactedBody())
                    .contains("\"comment\":\"breakout\"", "\"dryRun\":\"true\""));
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

  private Alert accepted() {
    ParsedAlert parsed =
        new AlertParser(MARKETS).parse(body(), AlertParser.StandIns.NONE, RECEIVED);
    assertThat(parsed).isInstanceOf(ParsedAlert.Accepted.class);
    return ((ParsedAlert.Accepted) parsed).alert();
  }

  private List<ParsedAlert.Problem> refused() {
    ParsedAlert parsed =
        new AlertParser(MARKETS).parse(body(), AlertParser.StandIns.NONE, RECEIVED);
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

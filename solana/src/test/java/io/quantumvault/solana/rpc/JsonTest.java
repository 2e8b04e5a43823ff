package io.quantumvault.solana.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.solana.rpc.Json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Json parse(String text) {
    return Json.parse(Json.bytes(text));
  }

  @Test
  void missingAndNullAreTheSame() {
    assertThat(parse("{\"a\":null}").get("a").isNull()).isTrue();
    assertThat(parse("{}").get("a").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "1 2",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "NaN",
        "'a'",
        "{\"a\":1}}",
        "\"\u0001\""
      })
  void whatIsNotOneJsonValueIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1.5", "-1e30", "0e999999999", "\"1\"", "null", "true"})
  @Timeout(60)
  void aNumberIsWholeAndOfSixtyFourBits(String text) {
    assertThatThrownBy(() -> parse(text).number()).isInstanceOf(JsonException.class);
  }

  /** It may come as an error of somebody else's, and is written out to be told. */
  @Test
  @Timeout(60)
  void aNumberThatIsLongOnlyWhenWrittenOutIsToldAsItCame() {
    assertThat(parse("[1e999999999]").text()).isEqualTo("[1E+999999999]");
  }

  @Test
  void unsignedNumbersAboveTheSignedRangeWrap() {
    assertThat(parse("18446744073709551615").number()).isEqualTo(-1);
    assertThat(parse("-5").number()).isEqualTo(-5);
  }

  @Test
  void wrongKindsAreRefused() {
    assertThatThrownBy(() -> parse("[]").get("a")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("[]").at(0)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("{}").items()).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> parse("1").string()).isInstanceOf(JsonException.class);
  }

  @Test
  void textIsQuotedSoThatItIsReadBack() {
    String text = "a\"b\\c\nd\u0000é";
    assertThat(parse(Json.quote(text)).string()).isEqualTo(text);
  }
}

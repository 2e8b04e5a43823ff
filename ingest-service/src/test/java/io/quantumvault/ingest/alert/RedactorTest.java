package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final String URL_TOKEN = "Zm9yIHRoZSB0ZXN0LCAzMiBieXRlcyBvZiB0b2tlbiE";
  private static final String PLANTED = "hunter2-and-a-bit-more";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "Secret",
        "token",
        "passphrase",
        "password",
        "apiKey",
        "api_key",
        "API-KEY",
        "webhookSecret",
        "my.private.key",
        "Authorization",
        "pwd",
        "pin",
        "seed phrase",
        "passwd",
        "access-key",
        "mnemonic",
        "Credentials",
        "session_cookie",
        "pass",
        "key",
        "auth",
        "seed",
        "otp",
        "JWT",
        "bearer"
      })
  void valuesOfTellingNamesGo(String name) {
    assertThat(redacted(Map.of(name, text(PLANTED)))).doesNotContain(PLANTED).contains(name);
  }

  @Test
  void whateverTheyAre() {
    assertThat(
            redacted(
                Map.of(
                    "secret", new Json.Members(Map.of("a", text(PLANTED))),
                    "token", new Json.Items(List.of(text(PLANTED))),
                    "pin", new Json.Number("123456"))))
        .doesNotContain(PLANTED)
        .doesNotContain("123456");
  }

  @Test
  void howeverDeepTheyLie() {
    Json.Members inner = new Json.Members(Map.of("passphrase", text("short")));

    assertThat(redacted(Map.of("a", new Json.Items(List.of(new Json.Members(Map.of("b", inner)))))))
        .doesNotContain("short");
  }

  @Test
  void theSameSecretGoesWhereverElseItStands() {
    assertThat(
            redacted(
                Map.of(
                    "secret",
                    text(PLANTED),
                    "comment",
                    text("as agreed: " + PLANTED + "!"),
                    "x-" + PLANTED,
                    new Json.Truth(true))))
        .doesNotContain(PLANTED);
  }

  @Test
  void aNumberThatIsASecretGoesWhereverElseItStands() {
    assertThat(
            redacted(
                Map.of(
                    "pin", new Json.Number("123456789012"), "n", new Json.Number("123456789012"))))
        .doesNotContain("123456789012");
  }

  @Test
  void theTokenOfTheAddressGoes() {
    assertThat(redacted(Map.of("url", text("https://example.org/hooks/" + URL_TOKEN))))
        .doesNotContain(URL_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=%s",
        "PASSPHRASE: %s now",
        "api_key = '%s'",
        "{\"secret\":\"%s\"}",
        "token: \"%s\", go"
      })
  void secretsAssignedInsideTextGo(String form) {
    assertThat(redacted(Map.of("comment", text(form.formatted(PLANTED))))).doesNotContain(PLANTED);
  }

  @Test
  void aCoinNamedUnderTokenTearsNoHoleIntoTheTicker() {
    assertThat(redacted(Map.of("token", text("SOL"), "ticker", text("SOLUSDT"))))
        .contains("SOLUSDT");
  }

  @Test
  void everythingElseStays() {
    Json.Members body =
        new Json.Members(
            Map.of(
                "size",
                new Json.Number("1.50"),
                "ok",
                new Json.Truth(true),
                "n",
                new Json.Nothing()));

    assertThat(Redactor.redact(body, URL_TOKEN)).isEqualTo(body);
  }

  private static Json text(String value) {
    return new Json.Text(value);
  }

  private static String redacted(Map<String, Json> fields) {
    return Redactor.redact(new Json.Members(fields), URL_TOKEN).text();
  }
}

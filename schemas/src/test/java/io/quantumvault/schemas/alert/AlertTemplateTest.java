package io.quantumvault.schemas.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertTemplateTest {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": \"");

  @Test
  void eachMessageIsForTheMarketAndHasANoteForEachOfItsFields() {
    assertThat(AlertTemplate.of("ETH-PERP"))
        .hasSize(5)
        .allSatisfy(template -> {
          assertThat(template.message()).contains("\"market\": \"ETH-PERP\"").endsWith("}");
          assertThat(template.use()).isNotBlank();
          var fields = FIELD.matcher(template.message()).results().map(field -> field.group(1));
          assertThat(AlertTemplate.notes().keySet()).containsAll(fields.toList());
        });
  }

  @Test
  void everyMessageHasTheTimeOfTheAlert() {
    assertThat(AlertTemplate.of("SOL-PERP"))
        .allSatisfy(
            template -> assertThat(template.message()).contains("\"time\": \"{{timenow}}\""));
  }
}

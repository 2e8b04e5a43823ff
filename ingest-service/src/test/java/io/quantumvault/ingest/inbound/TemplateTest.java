package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.alert.Alert;
import io.quantumvault.schemas.alert.AlertTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the console hands out and the pages show is what is read. */
class TemplateTest {
  private static final Instant NOW = Instant.parse("2026-09-21T14:00:06Z");

  /** As TradingView fills them in. */
  private static final Map<String, String> FILLED =
      Map.of(
          "{{strategy.order.id}}", "Long Entry",
          "{{strategy.order.action}}", "buy",
          "{{strategy.order.contracts}}", "6.66666666666666696",
          "{{strategy.position_size}}", "-3.33",
          "{{close}}", "151.37",
          "{{timenow}}", "2026-09-21T14:00:05Z");

  static List<AlertTemplate> templates() {
    return AlertTemplate.of("SOL-PERP");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyMessageThatIsHandedOutIsAnAlert(AlertTemplate template) {
    Door door = new Door(NOW, TestRoutes.tradingView(9));

    assertThat(door.send(filled(template.message())).status()).as(template.name()).isEqualTo(202);

    Alert alert = door.sinks.signals.getFirst().alert();
    assertThat(alert.market()).isEqualTo("SOL-PERP");
    assertThat(alert.time()).isEqualTo("2026-09-21T14:00:05Z");
    assertThat(door.sinks.signals.getFirst().parsed().ignored()).isEmpty();
    assertThat(door.sinks.signals.getFirst().parsed().unread()).isEmpty();
  }

  @Test
  void thePagesShowTheMessageOfStrategies() throws IOException {
    String shown = templates().getFirst().message().replaceAll("\\s+", "");
    Path root = Path.of(System.getProperty("quantumvault.root", ".."));
    for (String page : List.of("docs/policy.md", "ingest-service/README.md")) {
      assertThat(Files.readString(root.resolve(page)).replaceAll("\\s+", ""))
          .as(page)
          .contains(shown);
    }
  }

  private static String filled(String message) {
    String filled = message;
    for (Map.Entry<String, String> placeholder : FILLED.entrySet()) {
      filled = filled.replace(placeholder.getKey(), placeholder.getValue());
    }
    return filled;
  }
}

package io.quantumvault.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneSettingsTest {
  @Test
  void plainHttpIsRefusedOutsideLoopback() {
    assertThatThrownBy(() -> new ControlPlaneSettings.Http("0.0.0.0", 8080, false))
        .hasMessageContaining("quantumvault.http.address");
    assertThatThrownBy(() -> new ControlPlaneSettings.Http("10.0.0.5", 8080, false))
        .hasMessageContaining("loopback");
    assertThat(
            new ControlPlaneSettings.Http("127.0.0.1", 8080, false)
                .bindAddress()
                .isLoopbackAddress())
        .isTrue();
  }

  @Test
  void originsAreExactAndPlainOnlyOnLoopback() {
    for (String bad :
        new String[] {
          "http://vault.example",
          "https://vault.example/",
          "https://",
          "ftp://localhost",
          "localhost"
        }) {
      assertThatThrownBy(
              () -> new ControlPlaneSettings.Control(List.of(bad), "http://localhost:8081", null))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(
            new ControlPlaneSettings.Control(
                    List.of("https://vault.example", "http://localhost:8080"),
                    "http://localhost:8081",
                    null)
                .origins())
        .hasSize(2);
  }

  @Test
  void theDoorForTestAlertsHasAnAddressAndAToken() {
    assertThatThrownBy(() -> new ControlPlaneSettings.TestAlerts("127.0.0.1:8086", Path.of("t")))
        .hasMessageContaining("control.test-alerts.url must be http(s)://host[:port]");
    assertThat(new ControlPlaneSettings.TestAlerts("http://ingest-internal:8086", Path.of("t")))
        .isNotNull();
  }
}

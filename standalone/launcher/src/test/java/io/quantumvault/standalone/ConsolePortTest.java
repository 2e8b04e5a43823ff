package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.Ports;
import io.quantumvault.standalone.platform.StartRefused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsolePortTest {
  @TempDir private Path folder = Path.of("");

  private int claimed(int wanted) {
    return new ConsolePort(folder).claim(wanted);
  }

  @Test
  void aStartOnAnyFreePortTakesThatOfTheLastStart() {
    int first = claimed(0);
    assertThat(claimed(0)).isEqualTo(first);
  }

  @Test
  void whoSaysWhichOneIsBelievedAndRemembered() {
    int first = claimed(0);
    int other = Ports.free();
    assertThat(claimed(other)).isEqualTo(other).isNotEqualTo(first);
    assertThat(claimed(0)).isEqualTo(other);
  }

  @Test
  void oneThatIsTakenIsNotInsistedOnUnlessItWasAskedForAndNotForgotten() throws Exception {
    int taken = claimed(0);
    try (var other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken));
      assertThatThrownBy(() -> claimed(taken)).isInstanceOf(StartRefused.class);
      assertThat(claimed(0)).isNotEqualTo(taken);
    }
    assertThat(claimed(0)).as("it is free again").isEqualTo(taken);
  }

  @Test
  void whatIsNoPortIsForgotten() throws Exception {
    Files.writeString(folder.resolve("console.port"), "any\n");
    assertThat(claimed(0)).isPositive();
  }
}

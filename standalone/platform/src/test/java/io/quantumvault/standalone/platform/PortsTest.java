package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  /** Two of a thousand out of twelve thousand would meet, were they not remembered. */
  @Test
  void noPortIsGivenOutTwice() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(given.add(Ports.free())).isTrue();
    }
    assertThat(given).allMatch(port -> port >= 20_000 && port < 32_000);
  }
}

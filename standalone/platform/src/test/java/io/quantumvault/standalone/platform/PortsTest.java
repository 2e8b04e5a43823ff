package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** Builds run side by side, and so may two systems of one user. */
  @Test
  void whatOneProcessWasPromisedNoOtherIs(@TempDir Path folder) {
    PortClaims one = new PortClaims(folder.resolve("ports"));
    PortClaims other = new PortClaims(folder.resolve("ports"));
    assertThat(one.claim(20_000)).isTrue();
    assertThat(one.claim(20_000)).isFalse();
    assertThat(other.claim(20_000)).isFalse();
    assertThat(other.claim(20_001)).isTrue();
  }

  @Test
  void withoutAFileToShareClaimsHoldInThisProcess(@TempDir Path folder) {
    PortClaims claims = new PortClaims(folder.resolve("nowhere").resolve("ports"));
    assertThat(claims.claim(20_000)).isTrue();
    assertThat(claims.claim(20_000)).isFalse();
  }
}

package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Qv;
import org.junit.jupiter.api.Test;

/** What the README shows first. */
class DemoIT {
  @Test
  void theDemoEndsAsItShouldOnAnEmptyFolderAndAgainOnItsOwnData() throws Exception {
    Installation folder = Installation.empty();
    try {
      for (int run = 1; run <= 2; run++) {
        var result = Qv.run("demo", "--once", "--free-ports", "--data", folder.data().toString());
        assertThat(result.exit()).as("run %d: %s", run, result).isZero();
        assertThat(result.out())
            .contains("INTACT")
            .contains("confirmed in slot")
            .doesNotContain("NOT AS EXPECTED");
        assertThat(folder.processes()).as("nothing stays behind").isEmpty();
      }
    } finally {
      folder.discard();
    }
  }
}

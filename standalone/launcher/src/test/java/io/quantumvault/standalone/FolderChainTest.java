package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChainTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aFolderStaysWithItsChain() {
    new FolderChain(folder, "its own paper chain").bind();
    new FolderChain(folder, "its own paper chain").bind();

    assertThatThrownBy(() -> new FolderChain(folder, "mainnet 5eykt"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("belongs to its own paper chain, not to mainnet 5eykt");
  }

  @Test
  void askingAloneBindsNothing() throws Exception {
    new FolderChain(folder, "its own paper chain");
    new FolderChain(folder, "mainnet 5eykt");

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}

package io.quantumvault.keys.kms.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionFilesTest {
  @Test
  void aFileThatIsThereIsNotReplaced(@TempDir Path folder) throws IOException {
    var files = new VersionFiles(KeyName.CONTROL, new KeyPlace(folder, folder));
    Instant at = Instant.parse("2026-11-20T10:00:00Z");
    files.writeSecret(1, at);
    Path file = folder.resolve("kms-control-v1.key");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> files.writeSecret(1, at))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}

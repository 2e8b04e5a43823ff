package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.standalone.platform.KeyFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTimerTest {
  @TempDir private Path data = Path.of("");

  @Test
  void aFreshKeyIsLeftAlone() {
    KeyFolders keys = KeyFolders.in(data);
    startAndEnd(keys, Duration.ofHours(1));

    assertThat(versions(keys)).containsExactly(1);
  }

  @Test
  void whatWasMissedWhileNothingRanIsMadeUpForAtTheStart() {
    KeyFolders keys = KeyFolders.in(data);

    startAndEnd(keys, Duration.ofDays(3));
    assertThat(versions(keys)).containsExactly(1, 2);
    // Dated by the real clock, so the next start sees a version that is three days old as well.
    startAndEnd(keys, Duration.ofDays(3));
    assertThat(versions(keys)).contains(3).doesNotContain(1);
  }

  @Test
  void aBrokenFolderDoesNotStopTheSystem() throws IOException {
    KeyFolders keys = KeyFolders.in(data);
    try (Stream<Path> files = Files.list(keys.signer())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(keys.signer());

    startAndEnd(keys, Duration.ofDays(3));
    assertThat(keys.signer()).doesNotExist();
  }

  private static void startAndEnd(KeyFolders keys, Duration later) {
    KeyRotationTimer.start(keys.rotation(), SystemSettings.DAILY, () -> Instant.now().plus(later))
        .close();
  }

  private static List<Integer> versions(KeyFolders keys) {
    return keys.rotation().versions(KeyName.EXECUTION).stream().map(KeyVersion::number).toList();
  }
}

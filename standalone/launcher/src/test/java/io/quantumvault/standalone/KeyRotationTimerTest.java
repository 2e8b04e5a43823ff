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
    startAndEnd(keys, afterNewest(keys, Duration.ofHours(1)));

    assertThat(versions(keys)).containsExactly(1);
  }

  @Test
  void whatWasMissedWhileNothingRanIsMadeUpForAtTheStart() {
    KeyFolders keys = KeyFolders.in(data);

    startAndEnd(keys, afterNewest(keys, Duration.ofDays(3)));
    assertThat(versions(keys)).containsExactly(1, 2);
    startAndEnd(keys, afterNewest(keys, Duration.ofDays(3)));
    assertThat(versions(keys)).containsExactly(2, 3);
  }

  @Test
  void aBrokenFolderDoesNotStopTheSystem() throws IOException {
    KeyFolders keys = KeyFolders.in(data);
    Instant due = afterNewest(keys, Duration.ofDays(3));
    try (Stream<Path> files = Files.list(keys.signer())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(keys.signer());

    startAndEnd(keys, due);
    assertThat(keys.signer()).doesNotExist();
  }

  private static void startAndEnd(KeyFolders keys, Instant now) {
    KeyRotationTimer.start(keys.rotation(), SystemSettings.DAILY, () -> now).close();
  }

  /** Files are dated by the real clock, so the test reckons from what is written there. */
  private static Instant afterNewest(KeyFolders keys, Duration later) {
    return keys.rotation().versions(KeyName.EXECUTION).getLast().madeAt().plus(later);
  }

  private static List<Integer> versions(KeyFolders keys) {
    return keys.rotation().versions(KeyName.EXECUTION).stream().map(KeyVersion::number).toList();
  }
}

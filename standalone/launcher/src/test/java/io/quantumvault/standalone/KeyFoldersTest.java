package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFoldersTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void eachServiceGetsOnlyItsHalves() throws IOException {
    KeyFolders keys = KeyFolders.in(folder.resolve("keys"));

    assertThat(names(keys.controlPlane()))
        .containsExactly("kms-control-v1.key", "kms-execution-v1.pub", "kms-webhook-v1.pub");
    assertThat(names(keys.signer())).containsExactly("intent-signing.pub", "kms-execution-v1.key");
    assertThat(names(keys.ingest())).containsExactly("kms-webhook-v1.key");
    assertThat(names(keys.policy())).containsExactly("intent-signing.key");
    assertThat(names(keys.audit())).containsExactly("audit-checkpoint.key");
    assertThat(names(keys.open())).allMatch(name -> name.endsWith(".pub"));
  }

  @Test
  void keysAreForTheirOwnerOnly() throws IOException {
    KeyFolders keys = KeyFolders.in(folder.resolve("keys"));

    try (Stream<Path> all = Files.walk(keys.root())) {
      assertThat(all.filter(file -> file.toString().endsWith(".key")))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(Files.getPosixFilePermissions(file))
                  .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
    assertThat(Files.getPosixFilePermissions(keys.root()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aSecondStartKeepsTheKeys() throws IOException {
    byte[] first = Files.readAllBytes(KeyFolders.in(folder.resolve("keys")).auditPublicKey());

    assertThat(KeyFolders.in(folder.resolve("keys")).auditPublicKey()).hasBinaryContent(first);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

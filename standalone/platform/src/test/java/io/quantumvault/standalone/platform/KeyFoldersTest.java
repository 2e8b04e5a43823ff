package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKeyRotation;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFoldersTest {
  @TempDir private Path folder = Path.of("");
  private KeyFolders keys = new KeyFolders(Path.of(""));

  @BeforeEach
  void make() {
    keys = KeyFolders.in(folder.resolve("keys"));
  }

  @Test
  void eachServiceGetsOnlyItsHalves() throws IOException {
    assertThat(names(keys.controlPlane()))
        .containsExactly("kms-control-v1.key", "kms-execution-v1.pub", "kms-webhook-v1.pub");
    assertThat(names(keys.signer())).containsExactly("intent-signing.pub", "kms-execution-v1.key");
    assertThat(names(keys.ingest())).containsExactly("kms-webhook-v1.key");
    assertThat(names(keys.policy())).containsExactly("intent-signing.key");
    assertThat(names(keys.audit())).containsExactly("audit-checkpoint.key");
    assertThat(names(keys.open())).containsExactly("audit-checkpoint.pub", "intent-signing.pub");
  }

  @Test
  void whatACrashLeftHalfWrittenIsGoneAfterTheNextStart() throws IOException {
    for (Path service : List.of(keys.signer(), keys.policy(), keys.open())) {
      Files.write(service.resolve("x.key.unfinished"), new byte[7]);
    }
    KeyFolders.in(keys.root());

    try (Stream<Path> all = Files.walk(keys.root())) {
      assertThat(all).noneMatch(file -> file.toString().endsWith(".unfinished"));
    }
    eachServiceGetsOnlyItsHalves();
  }

  @Test
  void keysAreForTheirOwnerOnly() throws IOException {
    try (Stream<Path> all = Files.walk(keys.root())) {
      assertThat(all.filter(file -> file.toString().endsWith(".key")))
          .hasSize(5)
          .allSatisfy(file -> {
            assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(file.resolveSibling(".")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
          });
    }
  }

  @Test
  void aFolderThatIsThereAlreadyIsClosedToOthers() throws IOException {
    Path mounted = folder.resolve("mounted");
    Files.createDirectories(mounted.resolve("signer-service"));
    Files.setPosixFilePermissions(
        mounted.resolve("signer-service"), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(Files.getPosixFilePermissions(KeyFolders.in(mounted).signer()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aSecondStartKeepsTheKeys() throws IOException {
    Path execution = keys.signer().resolve("kms-execution-v1.key");
    byte[] before = Files.readAllBytes(execution);

    KeyFolders.in(keys.root());

    assertThat(execution).hasBinaryContent(before);
  }

  @Test
  void aPublicHalfThatIsMissingIsTheSameAgain() throws IOException {
    for (Path half :
        List.of(
            keys.controlPlane().resolve("kms-execution-v1.pub"),
            keys.signer().resolve("intent-signing.pub"))) {
      byte[] before = Files.readAllBytes(half);
      Files.delete(half);

      KeyFolders.in(keys.root());

      assertThat(half).hasBinaryContent(before);
    }
  }

  @Test
  void aPrivateHalfThatIsGoneIsNotReplaced() throws IOException {
    Path execution = keys.signer().resolve("kms-execution-v1.key");
    Files.delete(execution);

    assertThatThrownBy(() -> KeyFolders.in(keys.root()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("kms-execution-v1.key");
    assertThat(execution).doesNotExist();
  }

  @Test
  void aVersionThatWasTakenOutOfUseStaysAway() throws IOException {
    Path first = keys.ingest().resolve("kms-webhook-v1.key");
    Files.move(first, keys.ingest().resolve("kms-webhook-v2.key"));

    KeyFolders.in(keys.root());

    assertThat(first).doesNotExist();
  }

  @Test
  void theNewestVersionsPublicHalfIsTheOneThatIsMended() throws IOException {
    keys.rotation().rotate(KeyName.EXECUTION);
    Path first = keys.controlPlane().resolve("kms-execution-v1.pub");
    Path second = keys.controlPlane().resolve("kms-execution-v2.pub");
    byte[] before = Files.readAllBytes(second);
    Files.delete(first); // half destroyed
    Files.delete(second); // half made, or lost

    KeyFolders.in(keys.root());

    assertThat(second).hasBinaryContent(before);
    assertThat(first).doesNotExist();
  }

  @Test
  void aNewestVersionThatWouldWrapButNotUnwrapIsRefused() throws IOException {
    keys.rotation().rotate(KeyName.EXECUTION);
    Files.delete(keys.signer().resolve("kms-execution-v2.key"));

    assertThatThrownBy(() -> KeyFolders.in(keys.root()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("kms-execution-v2.key");
  }

  /** The folders as services use them; the copy of the database is the wrapped bytes. */
  @Test
  void aGrantLivesThroughARotationAndItsBackupOpensNothingAfterTheDestruction() {
    Aad grant =
        Aad.grant(
            new byte[32], new byte[32], UUID.randomUUID(), UUID.randomUUID(), new byte[32], 1L);
    FileKeyRotation rotation = keys.rotation();
    try (FileKeyManagement controlPlane = FileKeyManagement.open(keys.controlPlane());
        FileKeyManagement signer = FileKeyManagement.open(keys.signer());
        SecretMemory ek = SecretMemory.random(32)) {
      byte[] backup = controlPlane.wrap(KeyName.EXECUTION, grant, ek);
      rotation.rotate(KeyName.EXECUTION);
      controlPlane.refresh();
      byte[] later = controlPlane.wrap(KeyName.EXECUTION, grant, ek);
      signer.unwrap(KeyName.EXECUTION, grant, backup).close();
      signer.unwrap(KeyName.EXECUTION, grant, later).close();

      rotation.destroy(KeyName.EXECUTION, 1);
      signer.refresh();
      assertThatThrownBy(() -> signer.unwrap(KeyName.EXECUTION, grant, backup))
          .isInstanceOf(CryptoFailure.class);
      signer.unwrap(KeyName.EXECUTION, grant, later).close();
    }
    KeyFolders.in(keys.root()); // the next start brings nothing back
    assertThat(keys.signer().resolve("kms-execution-v1.key")).doesNotExist();
    assertThat(keys.controlPlane().resolve("kms-execution-v1.pub")).doesNotExist();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

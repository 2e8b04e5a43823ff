package io.quantumvault.keys.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKeyTest {
  private static final byte[] MESSAGE = "intent".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @Test
  void signsAndIsFoundByItsIdAcrossRotation() throws NoSuchAlgorithmException {
    ServiceKey.create(path("old.key"), path("intent-signing.pub"));
    ServiceKey.create(path("new.key"), path("intent-signing-2.pub"), path("copy-2.pub"));
    ServiceKey.create(path("other.key"), path("audit.pub"));
    ServicePublicKeys known = ServicePublicKeys.loadFolder(folder, "intent-signing");
    assertThat(known.keyIds()).hasSize(2);

    for (String name : List.of("old.key", "new.key")) {
      try (ServiceKey key = ServiceKey.load(path(name))) {
        byte[] signature = key.sign(MESSAGE);
        assertThat(key.keyId()).isEqualTo(idOf(key.publicKey())).matches("[0-9a-f]{16}");
        assertThat(known.verify(key.keyId(), MESSAGE, signature)).isTrue();
        assertThat(known.verify(key.keyId(), new byte[1], signature)).isFalse();
        assertThat(known.verify("0000000000000000", MESSAGE, signature)).isFalse();
      }
    }
    try (ServiceKey stranger = ServiceKey.load(path("other.key"))) {
      assertThat(known.verify(stranger.keyId(), MESSAGE, stranger.sign(MESSAGE))).isFalse();
      for (String id : known.keyIds()) {
        assertThat(known.verify(id, MESSAGE, stranger.sign(MESSAGE))).isFalse();
      }
    }
  }

  @Test
  void servesManyThreads() throws Exception {
    ServiceKey.create(path("a.key"));
    int before = SecretMemory.liveCount();
    try (ServiceKey key = ServiceKey.load(path("a.key"));
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      byte[] expected = key.sign(MESSAGE);
      List<Future<byte[]>> signatures = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        signatures.add(threads.submit(() -> key.sign(MESSAGE)));
      }
      for (Future<byte[]> signature : signatures) {
        assertThat(signature.get()).isEqualTo(expected);
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void refusesWeakSharedAndMissingFilesAndOverwritesNone() throws IOException {
    assertThatThrownBy(() -> ServiceKey.load(path("none.key"))).isInstanceOf(KeyFileRefused.class);
    ServiceKey.create(path("a.key"), path("a.pub"));
    assertThatThrownBy(() -> ServiceKey.create(path("a.key"))).isInstanceOf(KeyFileRefused.class);
    assertThatThrownBy(() -> ServiceKey.create(path("b.key"), path("a.pub")))
        .isInstanceOf(KeyFileRefused.class);
    Files.setPosixFilePermissions(path("a.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> ServiceKey.load(path("a.key"))).isInstanceOf(KeyFileRefused.class);
    Files.write(path("weak.key"), new byte[32]);
    Files.setPosixFilePermissions(path("weak.key"), PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> ServiceKey.load(path("weak.key"))).isInstanceOf(KeyFileRefused.class);
  }

  @Test
  void aPublicKeyFileMustHoldAKey() throws IOException {
    Files.write(path("x.pub"), new byte[32]);

    assertThatThrownBy(() -> ServicePublicKeys.loadFolder(folder, "x"))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("no ed25519 public key");
    assertThatThrownBy(() -> ServicePublicKeys.loadFolder(path("nowhere"), "x"))
        .isInstanceOf(KeyFileRefused.class);
  }

  @Test
  void printsItsIdAndSignsNothingAfterClose() {
    ServiceKey.create(path("a.key"));
    ServiceKey key = ServiceKey.load(path("a.key"));
    assertThat(key).hasToString("ServiceKey[" + key.keyId() + "]");
    key.close();
    assertThatThrownBy(() -> key.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private static String idOf(byte[] publicKey) throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
    return HexFormat.of().formatHex(hash).substring(0, 16);
  }
}

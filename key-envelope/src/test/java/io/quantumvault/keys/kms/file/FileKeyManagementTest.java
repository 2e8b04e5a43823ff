package io.quantumvault.keys.kms.file;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyManagementTest {
  private static final Properties GOLDEN = Golden.file("wrapped-keys");
  @TempDir Path folder;

  static List<String> goldenNames() {
    return List.of(
        "execution",
        "execution.order",
        "webhook",
        "control.slot",
        "control.totp",
        "control.pseudonym");
  }

  @ParameterizedTest
  @MethodSource("goldenNames")
  void goldenWrappedKeysUnwrapAndNoFlippedBitDoes(String golden) {
    KeyName name = KeyName.valueOf(golden.replaceAll("\\..*", "").toUpperCase(Locale.ROOT));
    int version = Integer.parseInt(GOLDEN.getProperty(golden + ".version"));
    Aad context = Golden.aad(Integer.parseInt(GOLDEN.getProperty(golden + ".type")));
    byte[] wrapped = Golden.bytes(GOLDEN, golden + ".wrapped");
    try (SecretMemory key = secret(Golden.bytes(GOLDEN, golden + ".key"));
        SecretMemory otherVersion = SecretMemory.random(32)) {
      KeyFile.create(new KmsFileName(name, version, true).in(folder), key);
      KeyFile.create(new KmsFileName(name, version ^ 1, true).in(folder), otherVersion);
    }
    int before = SecretMemory.liveCount();
    // Each look at it shows a new second, so that every changed version is really looked for.
    AtomicLong seconds = new AtomicLong();
    InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());

    try (FileKeyManagement kms = FileKeyManagement.open(folder, clock)) {
      assertSecret(kms.unwrap(name, context, wrapped))
          .isEqualTo(GOLDEN.getProperty(golden + ".plaintext"));
      for (int bit = 0; bit < wrapped.length * 8; bit++) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefused(kms, name, context, changed);
      }
      for (int size = 0; size < wrapped.length; size++) {
        assertRefused(kms, name, context, Arrays.copyOf(wrapped, size));
      }
      for (int type = 1; type <= 9; type++) {
        if (!Golden.aad(type).equals(context)) {
          assertRefused(kms, name, Golden.aad(type), wrapped);
        }
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatOneServiceWrapsTheOtherUnwraps(KeyName name) {
    Path wrapper = folder.resolve("wrapper");
    Path unwrapper = folder.resolve("unwrapper");
    FileKmsKeys.create(name, 1, unwrapper, wrapper);
    Aad context = Golden.aad(5);
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapper);
        FileKeyManagement unwraps =
            FileKeyManagement.open(name == KeyName.CONTROL ? wrapper : unwrapper);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = wraps.wrap(name, context, key);

      assertThat(wrapped).startsWith(1, 1, 0, 0, 0);
      assertSecret(unwraps.unwrap(name, context, wrapped)).isEqualTo(hexOf(key.copy()));
      for (KeyName other : KeyName.values()) {
        if (other != name) {
          assertRefused(unwraps, other, context, wrapped);
          assertThatThrownBy(() -> wraps.wrap(other, context, key))
              .isInstanceOf(CryptoFailure.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyName.class,
      names = {"EXECUTION", "WEBHOOK"})
  void theWrappingServiceCannotUnwrapAndTheOtherCannotWrap(KeyName name) {
    Path wrapper = folder.resolve("wrapper");
    Path unwrapper = folder.resolve("unwrapper");
    FileKmsKeys.create(name, 1, unwrapper, wrapper);
    Aad context = Golden.aad(6);
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapper);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapper);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = wraps.wrap(name, context, key);

      assertRefused(wraps, name, context, wrapped);
      assertThatThrownBy(() -> unwraps.wrap(name, context, key)).isInstanceOf(CryptoFailure.class);
    }
    assertThat(wrapper.toFile().list()).containsExactly("kms-" + name.text() + "-v1.pub");
    assertThat(unwrapper.toFile().list()).containsExactly("kms-" + name.text() + "-v1.key");
  }

  @Test
  void wrapsUnderTheNewestVersionAndUnwrapsUnderTheOldUntilItsFileIsGone() throws IOException {
    Aad context = Golden.aad(5);
    FileKmsKeys.create(KeyName.EXECUTION, 9, folder, folder);
    try (FileKeyManagement kms = FileKeyManagement.open(folder);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] old = kms.wrap(KeyName.EXECUTION, context, key);
      FileKmsKeys.create(KeyName.EXECUTION, 10, folder, folder);
      kms.refresh();

      byte[] fresh = kms.wrap(KeyName.EXECUTION, context, key);
      assertThat(old).startsWith(1, 9);
      assertThat(fresh).startsWith(1, 10);
      kms.unwrap(KeyName.EXECUTION, context, old).close();

      Files.delete(folder.resolve("kms-execution-v9.key"));
      kms.refresh();
      assertRefused(kms, KeyName.EXECUTION, context, old);
      kms.unwrap(KeyName.EXECUTION, context, fresh).close();
    }
  }

  @Test
  void aFailedRefreshKeepsTheKeysInUse() throws IOException {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    try (FileKeyManagement kms = FileKeyManagement.open(folder);
        SecretMemory key = SecretMemory.random(32)) {
      Path bad = folder.resolve("kms-control-v2.key");
      Files.write(bad, new byte[32]);
      Files.setPosixFilePermissions(bad, PosixFilePermissions.fromString("rw-------"));

      assertThatThrownBy(kms::refresh).isInstanceOf(KeyFileRefused.class);
      assertThat(kms.wrap(KeyName.CONTROL, Golden.aad(7), key)).startsWith(1, 1);
    }
  }

  /** Whichever file of the folder is the bad one, what was loaded before it is wiped. */
  @ParameterizedTest
  @ValueSource(strings = {"control", "execution", "webhook"})
  void refusesToOpenWithAKeyThatOthersMayRead(String bad) throws IOException {
    for (KeyName name : KeyName.values()) {
      FileKmsKeys.create(name, 1, folder, folder);
    }
    Files.setPosixFilePermissions(
        folder.resolve("kms-" + bad + "-v1.key"), PosixFilePermissions.fromString("rw-r-----"));
    int before = SecretMemory.liveCount();

    assertThatThrownBy(() -> FileKeyManagement.open(folder)).isInstanceOf(KeyFileRefused.class);
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void keysAreMadePrivateAndNeverOverwritten() throws IOException {
    Path made = folder.resolve("made");
    FileKmsKeys.create(KeyName.WEBHOOK, 1, made, made);
    byte[] before = Files.readAllBytes(made.resolve("kms-webhook-v1.key"));

    assertThatThrownBy(() -> FileKmsKeys.create(KeyName.WEBHOOK, 1, made, made))
        .isInstanceOf(KeyFileRefused.class);
    assertThat(Files.readAllBytes(made.resolve("kms-webhook-v1.key"))).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(made.resolve("kms-webhook-v1.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void theUmkInASlotIsSealedTwice() {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    Aad slot = Golden.aad(1);
    try (FileKeyManagement kms = FileKeyManagement.open(folder);
        SecretMemory slotKey = SecretMemory.random(32);
        SecretMemory umk = SecretMemory.random(32);
        SecretMemory inner = secret(SealedRecord.seal(slotKey, slot, umk))) {
      byte[] stored = kms.wrap(KeyName.CONTROL, slot, inner);

      try (SecretMemory innerAgain = kms.unwrap(KeyName.CONTROL, slot, stored)) {
        assertSecret(SealedRecord.open(slotKey, slot, innerAgain)).isEqualTo(hexOf(umk.copy()));
      }
    }
  }

  @Test
  void servesManyThreadsWhileItsFilesAreReadAgain() throws Exception {
    FileKmsKeys.create(KeyName.EXECUTION, 1, folder, folder);
    Aad context = Golden.aad(5);
    int before = SecretMemory.liveCount();
    try (FileKeyManagement kms = FileKeyManagement.open(folder);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        done.add(
            threads.submit(() -> {
              for (int n = 0; n < 100; n++) {
                try (SecretMemory key = SecretMemory.random(32)) {
                  byte[] wrapped = kms.wrap(KeyName.EXECUTION, context, key);
                  assertSecret(kms.unwrap(KeyName.EXECUTION, context, wrapped))
                      .isEqualTo(hexOf(key.copy()));
                }
              }
            }));
      }
      for (int version = 2; version <= 50; version++) {
        FileKmsKeys.create(KeyName.EXECUTION, version, folder, folder);
        kms.refresh();
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void nothingOpensAfterClose() {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    FileKeyManagement kms = FileKeyManagement.open(folder);
    try (SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(KeyName.CONTROL, Golden.aad(7), key);
      kms.close();

      assertRefused(kms, KeyName.CONTROL, Golden.aad(7), wrapped);
      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  private static void assertRefused(
      FileKeyManagement kms, KeyName name, Aad context, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(name, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }
}

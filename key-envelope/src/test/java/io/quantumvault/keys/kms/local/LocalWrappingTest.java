package io.quantumvault.keys.kms.local;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.LookLimit;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalWrappingTest {
  private static final Aad CONTEXT = Golden.aad(5);

  @TempDir Path folder;
  private int before;

  @BeforeEach
  void twoNames() {
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(folder));
    new LocalSecretFile(KeyName.CONTROL, 7).create(List.of(folder));
    before = SecretMemory.liveCount();
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void sealsUnderTheNewestAndOpensUnderEveryVersionThatIsThere() throws IOException {
    try (LocalWrapping local = LocalWrapping.open(folder);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] old = local.seal(KeyName.EXECUTION, CONTEXT, key);
      assertThat(old).hasSize(4 + 28 + 32).startsWith(1, 0, 0, 0);
      new LocalSecretFile(KeyName.EXECUTION, 12).create(List.of(folder));
      local.refresh();

      byte[] fresh = local.seal(KeyName.EXECUTION, CONTEXT, key);
      assertThat(fresh).startsWith(12, 0, 0, 0);
      assertSecret(local.open(KeyName.EXECUTION, CONTEXT, old)).isEqualTo(hexOf(key.copy()));
      assertSecret(local.open(KeyName.EXECUTION, CONTEXT, fresh)).isEqualTo(hexOf(key.copy()));

      Files.delete(new LocalSecretFile(KeyName.EXECUTION, 1).in(folder));
      local.refresh();
      assertRefused(local, KeyName.EXECUTION, CONTEXT, old);
    }
  }

  /** All that an HTTP key management's answer could leak is an inner message like this one. */
  @Test
  void anInnerMessageOpensUnderNoOtherSecretNameContextOrBit() throws IOException {
    Path thief = Files.createDirectory(folder.resolve("thief"));
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(thief));
    // The same secret under another name: only what is authenticated tells them apart.
    Files.copy(
        new LocalSecretFile(KeyName.EXECUTION, 1).in(folder),
        new LocalSecretFile(KeyName.WEBHOOK, 1).in(folder));
    // Each look at it shows a new second, so that every changed version is really looked for.
    AtomicLong seconds = new AtomicLong();
    InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    try (LocalWrapping local = LocalWrapping.open(folder, clock);
        LocalWrapping other = LocalWrapping.open(thief);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] inner = local.seal(KeyName.EXECUTION, CONTEXT, key);

      assertRefused(other, KeyName.EXECUTION, CONTEXT, inner);
      assertRefused(local, KeyName.WEBHOOK, CONTEXT, inner);
      assertRefused(local, KeyName.CONTROL, CONTEXT, inner);
      for (int type = 1; type <= 9; type++) {
        if (type != 5) {
          assertRefused(local, KeyName.EXECUTION, Golden.aad(type), inner);
        }
      }
      for (int bit = 0; bit < inner.length * 8; bit++) {
        byte[] changed = inner.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefused(local, KeyName.EXECUTION, CONTEXT, changed);
      }
      for (int size = 0; size < inner.length; size++) {
        assertRefused(local, KeyName.EXECUTION, CONTEXT, Arrays.copyOf(inner, size));
      }
    }
  }

  @Test
  void aVersionThatCameSinceIsFoundAtOnceAndNeverCalledForged() throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    try (LocalWrapping opens = LocalWrapping.open(folder, clock);
        LocalWrapping seals = LocalWrapping.open(folder, clock);
        SecretMemory key = SecretMemory.random(32)) {
      new LocalSecretFile(KeyName.EXECUTION, 2).create(List.of(folder));
      seals.refresh();
      byte[] fresh = seals.seal(KeyName.EXECUTION, CONTEXT, key);
      Files.move(folder, away);
      assertUnavailable(opens, fresh);
      Files.move(away, folder);
      assertSecret(opens.open(KeyName.EXECUTION, CONTEXT, fresh)).isEqualTo(hexOf(key.copy()));

      byte[] unknown = fresh.clone();
      unknown[0] = 3;
      for (int look = 2; look < LookLimit.LOOKS_A_SECOND; look++) {
        assertRefused(opens, KeyName.EXECUTION, CONTEXT, unknown);
      }
      assertUnavailable(opens, unknown);
    }
  }

  private static void assertUnavailable(LocalWrapping local, byte[] inner) {
    assertThatThrownBy(() -> local.open(KeyName.EXECUTION, CONTEXT, inner).close())
        .isInstanceOf(KmsUnavailable.class);
  }

  @Test
  void aSecretThatOthersMayReadOrThatWasMadeByHandIsRefused() throws IOException {
    Path secret = new LocalSecretFile(KeyName.CONTROL, 7).in(folder);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> LocalWrapping.open(folder))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("chmod 600");

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    for (int size : new int[] {16, 32, 33}) {
      Files.write(secret, new byte[size]);
      assertThatThrownBy(() -> LocalWrapping.open(folder)).isInstanceOf(KeyFileRefused.class);
    }
  }

  @Test
  void aFailedRefreshKeepsTheSecretsInUse() throws IOException {
    try (LocalWrapping local = LocalWrapping.open(folder);
        SecretMemory key = SecretMemory.random(32)) {
      Files.write(new LocalSecretFile(KeyName.CONTROL, 8).in(folder), new byte[32]);
      assertThatThrownBy(local::refresh).isInstanceOf(KeyFileRefused.class);
      assertThat(local.seal(KeyName.CONTROL, CONTEXT, key)).startsWith(7);
    }
  }

  @Test
  void theSameSecretIsMadeForEveryServiceAndNeverOverwritten() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    LocalSecretFile file = new LocalSecretFile(KeyName.WEBHOOK, 1);
    file.create(List.of(one, two));

    assertThat(Files.readAllBytes(file.in(one))).isEqualTo(Files.readAllBytes(file.in(two)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.in(two))))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> file.create(List.of(two))).isInstanceOf(KeyFileRefused.class);
  }

  private static void assertRefused(LocalWrapping local, KeyName name, Aad context, byte[] inner) {
    assertThatThrownBy(() -> local.open(name, context, inner).close())
        .isInstanceOf(CryptoFailure.class);
  }
}

package io.quantumvault.keys.kms.file;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.Hpke;
import io.quantumvault.keys.memory.HpkeContext;
import io.quantumvault.keys.memory.HpkeRecipient;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrapped key opens under exactly the context, key name and layout version it was made for. */
class GoldenContextTest {
  private static final Properties GOLDEN = Golden.file("wrapped-keys");

  @TempDir Path folder;

  static List<String> goldenNames() {
    return FileKeyManagementTest.goldenNames();
  }

  @ParameterizedTest
  @MethodSource("goldenNames")
  void everyFlippedBitOfContextOrKeyNameIsRefused(String golden) {
    String name = golden.replaceAll("\\..*", "");
    byte[] info = ("QuantumVault/v2/kms/" + name).getBytes(StandardCharsets.US_ASCII);
    byte[] aad = Golden.aad(Integer.parseInt(GOLDEN.getProperty(golden + ".type"))).bytes();
    byte[] bytes =
        WrappedKey.parse(Provider.FILE, Golden.bytes(GOLDEN, golden + ".wrapped")).providerBytes();
    int before = SecretMemory.liveCount();
    try (SecretMemory key = secret(Golden.bytes(GOLDEN, golden + ".key"))) {
      assertSecret(open(name, key, info, aad, bytes))
          .isEqualTo(GOLDEN.getProperty(golden + ".plaintext"));
      for (int bit = 0; bit < aad.length * 8; bit++) {
        byte[] changed = flipped(aad, bit);
        assertRefused(() -> open(name, key, info, changed, bytes));
      }
      for (int bit = 0; bit < info.length * 8; bit++) {
        byte[] changed = flipped(info, bit);
        assertRefused(() -> open(name, key, changed, aad, bytes));
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatWasWrappedForOnePlaceUnwrapsInNoOther(KeyName name) {
    FileKmsKeys.create(name, 1, folder, folder);
    List<Aad> places = Golden.places();
    try (FileKeyManagement kms = FileKeyManagement.open(folder);
        SecretMemory key = SecretMemory.random(32)) {
      for (Aad home : places) {
        byte[] wrapped = kms.wrap(name, home, key);
        kms.unwrap(name, home, wrapped).close();
        for (Aad away : places) {
          if (!away.equals(home)) {
            assertRefused(() -> kms.unwrap(name, away, wrapped));
          }
        }
      }
    }
  }

  @Test
  void headersNameProviderAndVersion() {
    for (String golden : goldenNames()) {
      assertThat(WrappedKey.header(Golden.bytes(GOLDEN, golden + ".wrapped")))
          .isEqualTo(
              new WrappedKey.Header(
                  Provider.FILE, Integer.parseInt(GOLDEN.getProperty(golden + ".version"))));
    }
    assertRefused(() -> WrappedKey.header(new byte[] {1, 1, 0, 0, 0}));
    assertRefused(() -> WrappedKey.header(new byte[] {9, 1, 0, 0, 0, 7}));
  }

  private static SecretMemory open(
      String name, SecretMemory key, byte[] info, byte[] aad, byte[] bytes) {
    if (name.equals("control")) {
      byte[] both = Arrays.copyOf(info, info.length + aad.length);
      System.arraycopy(aad, 0, both, info.length, aad.length);
      return AesGcm.open(key, both, bytes);
    }
    try (HpkeRecipient recipient = HpkeRecipient.of(key)) {
      return Hpke.open(recipient, HpkeContext.of(info), aad, bytes);
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable open) {
    assertThatThrownBy(open).isInstanceOf(CryptoFailure.class);
  }
}

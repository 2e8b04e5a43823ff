package io.quantumvault.keys.record;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedRecordTest {
  private static final Properties GOLDEN = Golden.file("sealed-records");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void goldenRecordsOpen(int type) {
    byte[] record = golden(type, "record");
    try (SecretMemory key = secret(golden(type, "key"))) {
      assertSecret(SealedRecord.open(key, Golden.aad(type), record))
          .isEqualTo(GOLDEN.getProperty(type + ".plaintext"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everyFlippedBitIsRefused(int type) {
    byte[] record = golden(type, "record");
    int before = SecretMemory.liveCount();
    try (SecretMemory key = secret(golden(type, "key"))) {
      for (int bit = 0; bit < record.length * 8; bit++) {
        byte[] changed = record.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefused(key, Golden.aad(type), changed);
      }
      for (int size = 0; size < record.length; size++) {
        assertRefused(key, Golden.aad(type), Arrays.copyOf(record, size));
      }
      assertRefused(key, Golden.aad(type), Arrays.copyOf(record, record.length + 1));
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everyFlippedBitOfTheKeyIsRefused(int type) {
    byte[] key = golden(type, "key");
    for (int bit = 0; bit < key.length * 8; bit++) {
      byte[] changed = key.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try (SecretMemory wrong = secret(changed)) {
        assertRefused(wrong, Golden.aad(type), golden(type, "record"));
      }
    }
  }

  @Test
  void aRecordMovedAnywhereElseDoesNotOpen() {
    List<Aad> places = Golden.places();
    try (SecretMemory key = SecretMemory.random(32);
        SecretMemory plaintext = SecretMemory.random(32)) {
      for (int home = 0; home < places.size(); home++) {
        byte[] record = SealedRecord.seal(key, places.get(home), plaintext);
        SealedRecord.open(key, places.get(home), record).close();
        for (int away = 0; away < places.size(); away++) {
          if (away != home) {
            assertRefused(key, places.get(away), record);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everyFlippedBitOfWhatItBelongsToIsRefusedTheVersionOfTheLayoutToo(int type) {
    byte[] aad = Golden.aad(type).bytes();
    try (SecretMemory key = secret(golden(type, "key"))) {
      for (int bit = 0; bit < aad.length * 8; bit++) {
        byte[] changed = aad.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> AesGcm.open(key, changed, golden(type, "record")).close())
            .isInstanceOf(CryptoFailure.class);
      }
      byte[] shorter = Arrays.copyOf(aad, aad.length - 1);
      assertThatThrownBy(() -> AesGcm.open(key, shorter, golden(type, "record")).close())
          .isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void theFailureSaysNothing() {
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> SealedRecord.open(key, Golden.aad(2), new byte[60]))
          .isInstanceOf(CryptoFailure.class)
          .hasMessage("cryptographic operation failed")
          .hasNoCause();
    }
  }

  private static void assertRefused(SecretMemory key, Aad aad, byte[] record) {
    assertThatThrownBy(() -> SealedRecord.open(key, aad, record).close())
        .isInstanceOf(CryptoFailure.class);
  }

  private static byte[] golden(int type, String part) {
    return Golden.bytes(GOLDEN, type + "." + part);
  }
}

package io.quantumvault.keys.sign;

import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.Vectors;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Ed25519Test {
  private final Random random = TestSecrets.random(Ed25519Test.class);

  @Test
  void signsEveryPublishedMessageOfRfc8032() {
    List<JsonNode> tests =
        Vectors.own("rfc8032_ed25519.json").get("vectors").valueStream().toList();
    assertThat(tests).hasSize(5);
    for (JsonNode test : tests) {
      byte[] publicKey = hex(test.get("publicKeyHex").asString());
      byte[] message = hex(test.get("messageHex").asString());
      byte[] expected = hex(test.get("signatureHex").asString());
      try (SecretMemory seed = secret(test.get("seedHex").asString())) {
        assertThat(Ed25519.publicKey(seed)).as(test.get("name").asString()).isEqualTo(publicKey);
        assertThat(Ed25519.sign(seed, publicKey, message)).isEqualTo(expected);
      }
      assertThat(Ed25519.verify(publicKey, message, expected)).isTrue();
    }
  }

  @Test
  void signaturesOfAnyLengthOfMessageVerifyAndNoChangedOneDoes() {
    for (int size : new int[] {0, 1, 63, 64, 65, 1232, 20_000}) {
      byte[] message = bytes(random, size);
      try (SecretMemory seed = SecretMemory.random(32)) {
        byte[] publicKey = Ed25519.publicKey(seed);
        byte[] signature = Ed25519.sign(seed, publicKey, message);
        assertThat(Ed25519.verify(publicKey, message, signature)).isTrue();

        for (int bit = 0; bit < 512; bit++) {
          assertThat(Ed25519.verify(publicKey, message, flip(signature, bit))).isFalse();
        }
        for (int bit = 0; bit < 256; bit++) {
          assertThat(Ed25519.verify(flip(publicKey, bit), message, signature)).isFalse();
        }
        assertThat(Ed25519.verify(publicKey, Arrays.copyOf(message, size + 1), signature))
            .isFalse();
      }
    }
  }

  @Test
  void refusesToSignUnderAForeignPublicKey() {
    try (SecretMemory seed = SecretMemory.random(32);
        SecretMemory other = SecretMemory.random(32)) {
      byte[] foreign = Ed25519.publicKey(other);
      assertThatThrownBy(() -> Ed25519.sign(seed, foreign, new byte[1]))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> Ed25519.sign(seed, new byte[31], new byte[1]))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void malformedLengthsAreFalseNotErrors() {
    for (int size = 0; size < 130; size++) {
      if (size != 64) {
        assertThat(Ed25519.verify(new byte[32], new byte[0], new byte[size])).isFalse();
      }
      if (size != 32) {
        assertThat(Ed25519.verify(new byte[size], new byte[0], new byte[64])).isFalse();
      }
    }
  }

  @Test
  void saysWhatTheReferenceVectorsSay() {
    JsonNode vectors = Vectors.load("ed25519_verify.json").get("vectors");
    assertThat(vectors.size()).isPositive();
    vectors.forEach(Ed25519Test::assertVector);
  }

  private static void assertVector(JsonNode vector) {
    assertThat(
            Ed25519.verify(
                hex(vector.get("publicKeyHex").asString()),
                hex(vector.get("messageHex").asString()),
                hex(vector.get("signatureHex").asString())))
        .as(vector.get("name").asString())
        .isEqualTo(vector.get("expectedStrict").asBoolean());
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}

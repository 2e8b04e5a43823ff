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
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Ed25519Test {
  private final Random random = TestSecrets.random(Ed25519Test.class);

  /** RFC 8032, 7.1, test 3. */
  @Test
  void signsThePublishedMessage() {
    byte[] publicKey = hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    byte[] message = hex("af82");
    byte[] expected =
        hex(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    try (SecretMemory seed =
        secret("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")) {
      assertThat(Ed25519.publicKey(seed)).isEqualTo(publicKey);
      assertThat(Ed25519.sign(seed, publicKey, message)).isEqualTo(expected);
    }
    assertThat(Ed25519.verify(publicKey, message, expected)).isTrue();
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
  void saysWhatTheGivenReferenceVectorsSay() {
    Vectors.given("ed25519_verify.json")
        .ifPresentOrElse(
            file -> {
              assertThat(file.get("vectors").size()).isGreaterThan(50);
              file.get("vectors").forEach(Ed25519Test::assertVector);
            },
            () -> System.out.println("not run: quantumvault.vectors has no ed25519_verify.json"));
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

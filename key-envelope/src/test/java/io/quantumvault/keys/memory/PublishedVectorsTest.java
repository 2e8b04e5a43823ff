package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.reveal;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PublishedVectorsTest {
  @Test
  void hkdfOfRfc5869A1() {
    try (SecretMemory ikm = secret("0b".repeat(22));
        SecretMemory prk = Hkdf.extract(hex("000102030405060708090a0b0c"), new byte[0], ikm)) {
      assertSecret(Hkdf.expand(prk, hex("f0f1f2f3f4f5f6f7f8f9"), 42))
          .isEqualTo(
              "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }
  }

  @Test
  void hkdfOfRfc5869A3WithoutSaltAndInfo() {
    try (SecretMemory ikm = secret("0b".repeat(22));
        SecretMemory prk = Hkdf.extract(new byte[0], new byte[0], ikm)) {
      assertSecret(Hkdf.expand(prk, new byte[0], 42))
          .isEqualTo(
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }
  }

  @Test
  void hmacOfRfc4231Case2() {
    byte[] data = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    try (SecretMemory key = secret("Jefe".getBytes(StandardCharsets.US_ASCII));
        SecretMemory secretData = secret(data)) {
      assertThat(Hmac.sha256(key, data))
          .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
      assertSecret(Hmac.sha512(key, secretData))
          .isEqualTo(
              "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                  + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
    }
  }

  /** RFC 7748, 5.2: each result is the next scalar, each scalar the next point. */
  @Test
  void x25519OfRfc7748Iterated() {
    byte[] point = hex("09" + "00".repeat(31));
    byte[] scalar = point;
    for (int i = 1; i <= 1000; i++) {
      byte[] result;
      try (SecretMemory key = secret(scalar);
          SecretMemory shared = X25519.agree(key, point)) {
        result = reveal(shared);
      }
      point = scalar;
      scalar = result;
      if (i == 1) {
        assertThat(scalar)
            .isEqualTo(hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
      }
    }
    assertThat(scalar)
        .isEqualTo(hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}

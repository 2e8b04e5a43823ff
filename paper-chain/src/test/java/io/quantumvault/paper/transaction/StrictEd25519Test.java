package io.quantumvault.paper.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.Vectors;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class StrictEd25519Test {

  static Stream<JsonNode> vectors() throws IOException {
    return Vectors.list(Vectors.read("ed25519_verify.json").get("vectors")).stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithStrictVerification(JsonNode vector) {
    boolean accepted =
        StrictEd25519.verify(
            hex(vector, "signatureHex"), hex(vector, "publicKeyHex"), hex(vector, "messageHex"));

    assertThat(accepted)
        .as(vector.get("name").stringValue())
        .isEqualTo(vector.get("expectedStrict").booleanValue());
  }

  private static byte[] hex(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).stringValue());
  }
}

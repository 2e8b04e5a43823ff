package io.quantumvault.signer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Vectors made by other implementations: from the folder a property names, or the copies here. */
public final class TestVectors {
  private TestVectors() {}

  public static JsonNode read(String file) {
    var folder = System.getProperty("quantumvault.vectors", "");
    try {
      byte[] json;
      if (folder.isEmpty()) {
        try (var in = TestVectors.class.getResourceAsStream("/vectors/" + file)) {
          json = java.util.Objects.requireNonNull(in, file).readAllBytes();
        }
      } else {
        json = Files.readAllBytes(Path.of(folder, file));
      }
      return JsonMapper.builder().build().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  public static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.asString());
  }
}

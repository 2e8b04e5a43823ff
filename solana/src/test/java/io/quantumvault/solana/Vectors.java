package io.quantumvault.solana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Vectors made by other implementations: from the folder a property names, or the copies here. */
public final class Vectors {
  private Vectors() {}

  public static JsonNode read(String file) {
    var folder = System.getProperty("quantumvault.vectors", "");
    try (var in =
        folder.isEmpty()
            ? Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file)
            : Files.newInputStream(Path.of(folder, file))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<JsonNode> list(JsonNode array) {
    return array.valueStream().toList();
  }

  public static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.asString());
  }
}

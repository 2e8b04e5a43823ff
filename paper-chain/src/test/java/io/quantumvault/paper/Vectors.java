package io.quantumvault.paper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reference vectors: from the folder in {@code quantumvault.vectors}, else the copies beside us.
 */
public final class Vectors {
  private Vectors() {}

  public static JsonNode read(String name) throws IOException {
    String folder = System.getProperty("quantumvault.vectors", "");
    if (!folder.isEmpty()) {
      return new JsonMapper().readTree(Files.readAllBytes(Path.of(folder, name)));
    }
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return new JsonMapper().readTree(Objects.requireNonNull(in).readAllBytes());
    }
  }

  public static List<JsonNode> list(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }
}

package io.quantumvault.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reference vectors: from the folder that {@code quantumvault.vectors} names, else from here. */
public final class Vectors {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Vectors() {}

  public static JsonNode load(String name) {
    return given(name).orElseGet(() -> own(name));
  }

  /** The file of the given folder, where there is one. */
  public static Optional<JsonNode> given(String name) {
    String folder = System.getProperty("quantumvault.vectors", "");
    if (folder.isEmpty() || !Files.exists(Path.of(folder, name))) {
      return Optional.empty();
    }
    return Optional.of(JSON.readTree(Path.of(folder, name).toFile()));
  }

  /** The file beside the tests, whatever folder is given: what is published does not change. */
  public static JsonNode own(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return JSON.readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.quantumvault.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    requireVectors(Path.of(folder));
    Path file = Path.of(folder, name);
    return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
  }

  /** A folder that was meant to be tried and is not must not look like one that passed. */
  private static void requireVectors(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.noneMatch(file -> file.toString().endsWith(".json"))) {
        throw new IllegalArgumentException(folder + " (quantumvault.vectors) holds no .json file");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " (quantumvault.vectors) cannot be listed", e);
    }
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

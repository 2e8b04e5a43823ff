package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as a tree, anchors and merges resolved. */
record ComposeFile(Map<?, ?> tree) {
  /** Of the source tree; a module's tests run in its own folder. */
  static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..", "..").normalize();

  static ComposeFile read() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    String text = text(ROOT.resolve("docker-compose.yml"));
    return new ComposeFile((Map<?, ?>) new Yaml(new SafeConstructor(options)).load(text));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One container. */
  record Service(String name, Map<?, ?> tree) {
    @Nullable Object get(String key) {
      return tree.get(key);
    }

    /** Items of a list, keys of a map, the words of a text: however this part was written. */
    List<String> items(String key) {
      return ComposeFile.items(tree.get(key));
    }

    List<String> command() {
      return items("command");
    }

    /** Of secrets, volumes and bind mounts: what stands before the first colon. */
    Set<String> sources(String key) {
      Set<String> names = new TreeSet<>();
      items(key).forEach(item -> names.add(item.split(":", 2)[0]));
      return names;
    }

    boolean endsByItself() {
      return "no".equals(get("restart"));
    }
  }

  Map<String, Service> services() {
    Map<String, Service> services = new TreeMap<>();
    section("services")
        .forEach((name, body) -> services.put(name, new Service(name, (Map<?, ?>) body)));
    return services;
  }

  Service service(String name) {
    Service service = services().get(name);
    if (service == null) {
      throw new IllegalArgumentException("no service " + name);
    }
    return service;
  }

  Map<String, Object> section(String name) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (tree.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> section.put(key.toString(), value == null ? Map.of() : value));
    }
    return section;
  }

  private static List<String> items(@Nullable Object part) {
    List<String> items = new ArrayList<>();
    switch (part) {
      case null -> {}
      case List<?> list -> list.forEach(item -> items.add(item.toString()));
      case Map<?, ?> map -> map.keySet().forEach(key -> items.add(key.toString()));
      default -> items.addAll(List.of(part.toString().split("\\s+")));
    }
    return items;
  }
}

package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.ingest.alert.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as traders send them, with what is wanted of each: of the folder that {@code
 * quantumvault.cases} names, or a copy of it, and of our own.
 */
record Cases(Instant received, List<Case> cases) {
  private static final String GOOD_TIME = "\"time\":\"2026-09-21T14:00:05Z\"";

  /**
   * One body.
   *
   * @param meaning what the signal must say
   * @param says words that the answer must contain, whatever their case
   * @param notices words that the notices of the signal must contain
   */
  record Case(
      String name,
      byte[] body,
      int status,
      Map<String, String> meaning,
      List<String> says,
      List<String> notices) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Cases given() {
    String folder = System.getProperty("quantumvault.cases");
    return read(folder == null ? resource("/cases") : Path.of(folder));
  }

  static Cases own() {
    return read(resource("/own-cases"));
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(Cases.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cases read(Path folder) {
    try {
      byte[] list = Files.readAllBytes(folder.resolve("alerts.json"));
      if (!(new StrictJson(1 << 20).read(list)
              instanceof StrictJson.Result.Read(Json.Members(Map<String, Json> all)))
          || !(all.get("cases") instanceof Json.Items(List<Json> items))) {
        throw new IllegalStateException("no list of cases in " + folder);
      }
      List<Case> cases = new ArrayList<>();
      for (Json item : items) {
        cases.add(one(folder, ((Json.Members) item).fields()));
      }
      return new Cases(Instant.parse(text(all, "received")), cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case one(Path folder, Map<String, Json> fields) throws IOException {
    byte[] body =
        fields.containsKey("file")
            ? Files.readAllBytes(folder.resolve("alerts").resolve(text(fields, "file")))
            : inline(fields).getBytes(UTF_8);
    Map<String, String> meaning = new TreeMap<>();
    if (fields.get("meaning") instanceof Json.Members(Map<String, Json> wanted)) {
      wanted.keySet().forEach(key -> meaning.put(key, text(wanted, key)));
    }
    return new Case(
        text(fields, fields.containsKey("file") ? "file" : "name"),
        body,
        Integer.parseInt(text(fields, "status")),
        meaning,
        texts(fields.get("says")),
        texts(fields.get("notices")));
  }

  /** Single quotes and @ keep our own bodies readable inside a JSON file. */
  private static String inline(Map<String, Json> fields) {
    return fields.containsKey("raw")
        ? text(fields, "raw")
        : text(fields, "body").replace('\'', '"').replace("@", GOOD_TIME);
  }

  private static String text(Map<String, Json> fields, String name) {
    return switch (fields.get(name)) {
      case Json.Text(String text) -> text;
      case Json.Number(String literal) -> literal;
      case null, default -> throw new IllegalStateException("no " + name + " in a case");
    };
  }

  private static List<String> texts(@Nullable Json list) {
    return list instanceof Json.Items(List<Json> values)
        ? values.stream().map(value -> ((Json.Text) value).value()).toList()
        : List.of();
  }
}

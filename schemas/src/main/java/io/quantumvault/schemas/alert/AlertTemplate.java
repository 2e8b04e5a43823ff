package io.quantumvault.schemas.alert;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message for a chart's alert, as it is pasted: JSON text with TradingView's placeholders. It is
 * kept here because control-plane hands it out and ingest-service has to read what comes of it.
 *
 * @param name such as {@code strategy}
 * @param use when to take it, a sentence
 */
public record AlertTemplate(String name, String use, String message) {
  private static final String FOLDER = "/alert-templates/";

  /**
   * All messages for one market, in the order in which a trader should look at them.
   *
   * @param market a symbol such as {@code SOL-PERP}
   */
  public static List<AlertTemplate> of(String market) {
    return table("uses.txt").entrySet().stream()
        .map(use ->
            new AlertTemplate(
                use.getKey(),
                use.getValue(),
                text(use.getKey() + ".json").strip().replace("\"MARKET\"", '"' + market + '"')))
        .toList();
  }

  /** A note for each field that a message may hold. */
  public static Map<String, String> notes() {
    return table("fields.txt");
  }

  private static Map<String, String> table(String file) {
    Map<String, String> table = new LinkedHashMap<>();
    text(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> {
          int colon = line.indexOf(':');
          table.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
    return table;
  }

  private static String text(String file) {
    try (InputStream in = AlertTemplate.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + FOLDER + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.quantumvault.ingest.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of fields, from {@code alerts/fields.txt}, where each rule stands beside its names. */
final class FieldNames {
  /** A name beyond it is nobody's field. */
  static final int MAX_NAME = 64;

  private static final Pattern UNHEARD = Pattern.compile("[^\\p{L}\\p{N}]");

  private final Map<String, List<String>> spellings = new LinkedHashMap<>();
  private final Map<String, String> fieldBySpelling = new HashMap<>();
  private final Map<String, String> spellingByPlain = new HashMap<>();
  private final Map<String, Refused> refused = new HashMap<>();
  private final Map<String, Refused> refusedParts = new LinkedHashMap<>();
  private final Map<String, String> meanings = new HashMap<>();
  private final Set<String> entryOnly = new HashSet<>();

  /**
   * A name that is refused.
   *
   * @param sentence the mend
   * @param entryOnly an exit goes on without it
   */
  record Refused(String sentence, boolean entryOnly) {}

  /** Reads the file. */
  static FieldNames load() {
    FieldNames names = new FieldNames();
    String section = "";
    for (String line : Resource.lines("/alerts/fields.txt")) {
      if (line.startsWith("[")) {
        section = line;
      } else {
        names.add(section, line);
      }
    }
    return names;
  }

  private void add(String section, String line) {
    int end = section.indexOf(']');
    List<String> words = List.of(line.replace(":", " ").split("\\s+"));
    switch (section.substring(0, end + 1)) {
      case "[read]" -> {
        spellings.put(words.getFirst(), words);
        for (String word : words) {
          fieldBySpelling.put(word, words.getFirst());
          spellingByPlain.putIfAbsent(plain(word), word);
        }
      }
      case "[entry-only]" -> entryOnly.addAll(words);
      case "[means]" ->
          words.stream().skip(1).forEach(word -> meanings.put(plain(word), words.getFirst()));
      case "[refused]", "[refused-entry]" -> {
        Refused why =
            new Refused(section.substring(end + 1).strip(), section.startsWith("[refused-entry]"));
        // A word with stars is refused wherever it stands in a name.
        words.forEach(
            word -> (word.startsWith("*") ? refusedParts : refused).put(plain(word), why));
      }
      default -> throw new IllegalStateException("alerts/fields.txt: no section " + section);
    }
  }

  /** All names of a field, our own first. */
  List<String> spellings(String field) {
    List<String> found = spellings.get(field);
    if (found == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return found;
  }

  /** Our name of a field that is written exactly as one is read. */
  @Nullable String read(String name) {
    return fieldBySpelling.get(name);
  }

  /** The spelling that a name resembles without being one; null where it resembles none. */
  @Nullable String resembled(String name) {
    String spelling = name.length() > MAX_NAME ? null : spellingByPlain.get(plain(name));
    return spelling == null || fieldBySpelling.containsKey(name) ? null : spelling;
  }

  /** Whether an exit goes on without this field of ours. */
  boolean entryOnly(String field) {
    return entryOnly.contains(field);
  }

  /** Why a name is refused; null where it is not. */
  @Nullable Refused refused(String name) {
    if (name.length() > MAX_NAME) {
      return null;
    }
    String plain = plain(name);
    Refused exactly = refused.get(plain);
    return exactly != null
        ? exactly
        : refusedParts.entrySet().stream()
            .filter(part -> plain.contains(part.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  /** Our name for what another tool calls so; null where nothing is known. */
  @Nullable String meaning(String name) {
    if (name.length() > MAX_NAME) {
      return null;
    }
    String read = fieldBySpelling.get(name);
    return read != null ? read : meanings.get(plain(name));
  }

  /** Those of the names that other tools use for this field of ours. */
  List<String> foreign(String field, Iterable<String> names) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (!fieldBySpelling.containsKey(name) && field.equals(meaning(name))) {
        found.add(name);
      }
    }
    return found;
  }

  private static String plain(String name) {
    return UNHEARD.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}

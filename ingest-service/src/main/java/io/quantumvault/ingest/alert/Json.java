package io.quantumvault.ingest.alert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value as it was written: numbers keep their text, members keep their order. */
public sealed interface Json {
  /** An object; no name occurs twice. */
  record Members(Map<String, Json> fields) implements Json {
    public Members {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** An array. */
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A string, unescaped. */
  record Text(String value) implements Json {}

  /** A number as the sender wrote it, never a {@code double}. */
  record Number(String literal) implements Json {}

  /** {@code true} or {@code false}. */
  record Truth(boolean value) implements Json {}

  /** {@code null}. */
  record Nothing() implements Json {}

  /** Compact JSON text of this value. */
  default String text() {
    StringBuilder out = new StringBuilder();
    JsonText.write(this, out);
    return out.toString();
  }
}

package io.quantumvault.ingest.alert;

/** Writes JSON values as compact text. */
final class JsonText {
  private JsonText() {}

  static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Members members -> {
        out.append('{');
        String separator = "";
        for (var field : members.fields().entrySet()) {
          out.append(separator);
          quote(field.getKey(), out);
          out.append(':');
          write(field.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
      case Json.Items items -> {
        out.append('[');
        String separator = "";
        for (Json item : items.values()) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(']');
      }
      case Json.Text text -> quote(text.value(), out);
      case Json.Number number -> out.append(number.literal());
      case Json.Truth truth -> out.append(truth.value());
      case Json.Nothing _ -> out.append("null");
    }
  }

  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}

package io.quantumvault.kit.management;

import java.util.List;
import java.util.stream.Collectors;

/** The little JSON that is written here, by hand: the signer carries no writer of it. */
final class JsonText {
  private JsonText() {}

  static String array(List<String> texts) {
    return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  /** RFC 8259, section 7. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

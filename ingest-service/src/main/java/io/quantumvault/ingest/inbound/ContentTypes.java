package io.quantumvault.ingest.inbound;

import java.util.List;
import java.util.Locale;

/** The media types an alert may come as: TradingView sends either, by what the text looks like. */
final class ContentTypes {
  /** What to do about one that is not. */
  static final String MEND =
      "unsupported content type: send application/json or text/plain, in UTF-8";

  private ContentTypes() {}

  static boolean supported(List<String> headers) {
    if (headers.size() != 1) {
      return false;
    }
    String[] parts = headers.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
    String type = parts[0].strip();
    if (!type.equals("application/json") && !type.equals("text/plain")) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").replace(" ", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }
}

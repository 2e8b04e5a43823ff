package io.quantumvault.standalone.demo;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One alert of the script.
 *
 * @param title for people
 * @param body as TradingView would send it
 * @param refusals the reasons one of which it must be refused for; empty if it must trade
 */
record Alert(String title, String body, Set<String> refusals) {

  /** A body with TradingView's fields. */
  static String body(String id, String market, String action, @Nullable String size, Instant time) {
    String sized = size == null ? "" : "\"size\":\"" + size + "\",";
    return """
    {"id":"%s","market":"%s","action":"%s",%s"type":"market","time":"%s"}\
    """
        .formatted(id, market, action, sized, time);
  }

  static Alert trades(String title, String body) {
    return new Alert(title, body, Set.of());
  }

  static Alert isRefused(String title, String body, String... refusals) {
    return new Alert(title, body, Set.of(refusals));
  }
}

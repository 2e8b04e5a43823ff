package io.quantumvault.standalone.demo;

import io.quantumvault.schemas.v1.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One alert of the script.
 *
 * @param title for people
 * @param body as TradingView would send it
 * @param expected the reason it must be refused for, or null if it must trade
 */
record Alert(String title, String body, @Nullable Reason expected) {

  /** A body with TradingView's fields. */
  static String body(String id, String market, String action, @Nullable String size, Instant time) {
    String sized = size == null ? "" : "\"size\":\"" + size + "\",";
    return """
        {"id":"%s","market":"%s","action":"%s",%s"type":"market","time":"%s"}"""
        .formatted(id, market, action, sized, time);
  }

  static Alert trades(String title, String body) {
    return new Alert(title, body, null);
  }

  static Alert isRefused(String title, Reason expected, String body) {
    return new Alert(title, body, expected);
  }
}

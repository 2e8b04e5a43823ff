package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.kms.KmsUnavailable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON answer as its scalar values by path, such as {@code data.ciphertext}; arrays are passed
 * over.
 *
 * @param status the HTTP status
 */
record TransitAnswer(int status, Map<String, String> values) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads a body that the caller has bounded.
   *
   * @throws KmsUnavailable when it is not one JSON object, or names a value twice
   */
  static TransitAnswer parse(int status, byte[] body) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      Map<String, String> values = new HashMap<>();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw garbage();
      }
      readObject(parser, values);
      if (parser.nextToken() != null) {
        throw garbage();
      }
      return new TransitAnswer(status, values);
    } catch (JacksonException e) {
      // Its message quotes the body.
      throw garbage();
    }
  }

  private static void readObject(JsonParser parser, Map<String, String> values) {
    Deque<String> path = new ArrayDeque<>();
    path.addLast("");
    String name = "";
    while (!path.isEmpty()) {
      JsonToken token = parser.nextToken();
      switch (token) {
        case null -> throw garbage();
        case PROPERTY_NAME -> name = path.getLast() + parser.currentName();
        case START_OBJECT -> path.addLast(name + ".");
        case END_OBJECT -> path.removeLast();
        case START_ARRAY -> parser.skipChildren();
        default -> {
          if (values.put(name, parser.getString()) != null) {
            throw garbage();
          }
        }
      }
    }
  }

  boolean isOk() {
    return status >= 200 && status < 300;
  }

  /**
   * A value.
   *
   * @throws KmsUnavailable when the answer has none
   */
  String required(String path) {
    String value = values.get(path);
    if (value == null) {
      throw garbage();
    }
    return value;
  }

  /** A number, or zero when the answer has none. */
  int number(String path) {
    return number(values.getOrDefault(path, "0"), Integer.MAX_VALUE);
  }

  static int number(@Nullable String text, int highest) {
    try {
      int number = Integer.parseInt(String.valueOf(text));
      if (number >= 0 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As if it were out of range.
    }
    throw garbage();
  }

  static KmsUnavailable garbage() {
    return new KmsUnavailable("transit: the answer cannot be understood");
  }
}

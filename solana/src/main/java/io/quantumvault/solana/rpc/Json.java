package io.quantumvault.solana.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value as a chain answers it: missing and null are the same, wrong kinds throw, and so does
 * a name that an object has twice.
 */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** Digits of the largest number that fits 64 bits. */
  private static final int MOST_DIGITS = 20;

  /** A value that is missing. */
  static final Json NOTHING = new Json(null);

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /** Not JSON, or not of the kind that was asked for. */
  static final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonException(String message) {
      super(message);
    }
  }

  /** The one value that these bytes hold. */
  static Json parse(byte[] bytes) {
    try (var in = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      in.nextToken();
      var value = read(in);
      if (in.nextToken() != null) {
        throw new JsonException("more than one value");
      }
      return new Json(value);
    } catch (JacksonException e) {
      throw new JsonException("not JSON");
    }
  }

  private static @Nullable Object read(JsonParser in) {
    var token = in.currentToken();
    return switch (token) {
      case null -> throw new JsonException("no value");
      case START_OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          var name = in.currentName();
          in.nextToken();
          fields.put(String.valueOf(name), read(in));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(in));
        }
        yield items;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonException("unexpected " + token);
    };
  }

  boolean isNull() {
    return value == null;
  }

  boolean isObject() {
    return value instanceof Map<?, ?>;
  }

  Json get(String field) {
    if (value instanceof Map<?, ?> map) {
      return map.get(field) == null ? NOTHING : new Json(map.get(field));
    }
    throw new JsonException("no object with " + field);
  }

  Json at(int index) {
    var items = items();
    if (index >= items.size()) {
      throw new JsonException("no item " + index);
    }
    return items.get(index);
  }

  List<Json> items() {
    if (value instanceof List<?> list) {
      return list.stream().map(item -> item == null ? NOTHING : new Json(item)).toList();
    }
    throw new JsonException("no array");
  }

  String string() {
    if (value instanceof String text) {
      return text;
    }
    throw new JsonException("no string");
  }

  /** A whole number; unsigned 64-bit ones above the signed range wrap. */
  long number() {
    // Looked at before it is written out: 1e999999999 is short to send and long to hold.
    if (value instanceof BigDecimal number
        && number.precision() - number.scale() <= MOST_DIGITS
        && number.scale() <= 0) {
      return number.toBigIntegerExact().longValue();
    }
    throw new JsonException("no whole number");
  }

  /** As JSON text. */
  String text() {
    return write(value);
  }

  /** A string as JSON text. */
  static String quote(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }

  private static String write(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> quote(text);
      case BigDecimal number -> number.toString();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> quote(String.valueOf(e.getKey())) + ":" + write(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
      default -> value.toString();
    };
  }
}

package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.Invisible;
import io.quantumvault.ingest.alert.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that others wrote: UTF-8 without errors, nested at most 16 deep, no name twice in an
 * object, nothing after the value, numbers kept as text.
 */
final class StrictJson {
  static final int MAX_DEPTH = 16;

  private final JsonFactory factory;

  StrictJson(int maxChars) {
    factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(maxChars)
                    .maxStringLength(maxChars)
                    .maxNameLength(maxChars)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
  }

  /** What came of reading. */
  sealed interface Result {
    record Read(Json value) implements Result {}

    /**
     * {@code why} is fit for the sender: places and rules, nothing of the text itself.
     *
     * @param text what could not be read; empty where it is no text. Not to be kept or answered
     */
    record Unreadable(List<String> why, String text) implements Result {}
  }

  Result read(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new Result.Unreadable(List.of("the body is not valid UTF-8"), "");
    }
    if (text.isBlank()) {
      return unreadable(text, "the body is empty; paste the template");
    }
    if (isPlainText(text)) {
      return unreadable(
          text,
          "the body is plain text and no JSON object; paste the template of this bot as the"
              + " alert's message");
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Json value = value(parser);
      return parser.nextToken() == null
          ? new Result.Read(value)
          : faults(text, "something follows the JSON value");
    } catch (StreamConstraintsException e) {
      return unreadable(
          text, "the JSON is nested more than " + MAX_DEPTH + " deep or holds an over-long value");
    } catch (NotInterchangeable e) {
      return unreadable(text, "a text holds half a surrogate pair");
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      // The library's message may quote the body, and with it a secret.
      return faults(
          text,
          at == null
              ? "the body is not valid JSON"
              : "the body is not valid JSON (or a name occurs twice) at line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr());
    }
  }

  private static Result faults(String text, String otherwise) {
    List<String> faults = JsonFaults.in(text);
    return new Result.Unreadable(faults.isEmpty() ? List.of(otherwise) : faults, text);
  }

  private static Result unreadable(String text, String why) {
    return new Result.Unreadable(List.of(why), text);
  }

  /** What begins like nothing that JSON has is a message of another tool, or a note. */
  private static boolean isPlainText(String text) {
    int first =
        text.codePoints()
            .filter(codePoint -> !Character.isWhitespace(codePoint) && !Invisible.is(codePoint))
            .findFirst()
            .orElse(' ');
    return "{[\"\\&\u201c\u201d\u201e".indexOf(first) < 0;
  }

  private static Json value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Json.Text(wellFormed(parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Number(parser.getString());
      case VALUE_TRUE -> new Json.Truth(true);
      case VALUE_FALSE -> new Json.Truth(false);
      case VALUE_NULL -> new Json.Nothing();
      default -> throw new IllegalStateException("no JSON value starts with " + token);
    };
  }

  private static Json members(JsonParser parser) {
    Map<String, Json> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName());
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new Json.Members(fields);
  }

  private static Json items(JsonParser parser) {
    List<Json> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return new Json.Items(values);
  }

  private static String wellFormed(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new NotInterchangeable();
    }
    return text;
  }

  /** Text that could not be stored as UTF-8. */
  private static final class NotInterchangeable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

package io.quantumvault.ingest.inbound;

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
                    .maxNumberLength(256)
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

    /** {@code why} is fit for the sender: places and rules, nothing of the text itself. */
    record Unreadable(String why) implements Result {}
  }

  Result read(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new Result.Unreadable("the body is not valid UTF-8");
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return new Result.Unreadable("the body is empty");
      }
      Json value = value(parser);
      if (parser.nextToken() != null) {
        return new Result.Unreadable("something follows the JSON value");
      }
      return new Result.Read(value);
    } catch (StreamConstraintsException e) {
      return new Result.Unreadable(
          "the JSON is nested more than " + MAX_DEPTH + " deep or holds an over-long value");
    } catch (NotInterchangeable e) {
      return new Result.Unreadable("a text holds half a surrogate pair");
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      // The library's message may quote the body, and with it a secret.
      return new Result.Unreadable(
          at == null
              ? "the body is not valid JSON"
              : "the body is not valid JSON (or a name occurs twice) at line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr());
    }
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

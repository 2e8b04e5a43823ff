package io.quantumvault.schemas.policy;

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
import tools.jackson.core.json.JsonFactory;

/**
 * Strict JSON for policies: one object, strings and truth values as leaves, no member twice,
 * shallow and small.
 */
final class PolicyJson {
  private static final int LONGEST = 16 * 1024;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxStringLength(256)
                  .maxDocumentLength(LONGEST)
                  .build())
          .build();

  private PolicyJson() {}

  static Map<String, Object> members(byte[] json) throws PolicyFormatException {
    if (json.length > LONGEST) {
      throw new PolicyFormatException(List.of("a policy has at most " + LONGEST + " bytes"));
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new PolicyFormatException(List.of("a policy is a JSON object"));
      }
      var members = object(parser);
      if (parser.nextToken() != null) {
        throw new PolicyFormatException(List.of("something follows the policy"));
      }
      return members;
    } catch (JacksonException e) {
      throw new PolicyFormatException(List.of("not valid JSON: " + e.getOriginalMessage()));
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws PolicyFormatException {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken(), name));
    }
    return members;
  }

  private static Object value(JsonParser parser, JsonToken token, String name)
      throws PolicyFormatException {
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        var items = new ArrayList<Object>();
        for (JsonToken item = parser.nextToken();
            item != JsonToken.END_ARRAY;
            item = parser.nextToken()) {
          items.add(value(parser, item, name));
        }
        yield items;
      }
      default ->
          throw new PolicyFormatException(
              List.of(name + " must be a string: write numbers as \"1.5\""));
    };
  }
}

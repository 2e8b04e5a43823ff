package io.quantumvault.paper.inbound;

import io.quantumvault.paper.fault.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes a result into one that is not true. Where there is nothing to change, it stays true. */
final class Lies {
  private final JsonMapper json;

  Lies(JsonMapper json) {
    this.json = json;
  }

  @Nullable Object told(@Nullable Object truth, Fault.Lie lie) {
    JsonNode tree = json.valueToTree(truth);
    return change(tree, steps(lie.path()), lie.change());
  }

  private static List<String> steps(String path) {
    return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  private JsonNode change(JsonNode node, List<String> steps, Fault.Change change) {
    if (steps.isEmpty()) {
      return leaf(node, change);
    }
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    if (node instanceof ObjectNode object && object.has(step)) {
      object.set(step, change(object.get(step), rest, change));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (step.equals("*") || step.equals(Integer.toString(i))) {
          array.set(i, change(array.get(i), rest, change));
        }
      }
    }
    return node;
  }

  private JsonNode leaf(JsonNode node, Fault.Change change) {
    return switch (change) {
      case Fault.Change.Add add ->
          node.isIntegralNumber() ? json.valueToTree(node.longValue() + add.difference()) : node;
      case Fault.Change.Put put -> parsed(put.json());
    };
  }

  /** JSON, or else a bare word as a string, so that a start option needs no quotes. */
  private JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JacksonException e) {
      return json.valueToTree(text);
    }
  }
}

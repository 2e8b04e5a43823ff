package io.quantumvault.paper.inbound;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.Commitment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Positional parameters, read with the checks a Solana node makes. */
final class Params {
  private static final int MAX_DECIMAL = 40;

  private final List<JsonNode> values;

  private Params(List<JsonNode> values) {
    this.values = values;
  }

  static Params of(@Nullable JsonNode params) throws RpcException {
    if (params == null || params.isNull()) {
      return new Params(List.of());
    }
    if (!params.isArray()) {
      throw RpcException.invalidParams("`params` should be an array");
    }
    List<JsonNode> values = new ArrayList<>();
    params.forEach(values::add);
    return new Params(values);
  }

  private JsonNode at(int index) throws RpcException {
    if (index >= values.size()) {
      throw RpcException.invalidParams(
          "`params` should have at least " + (index + 1) + " argument(s)");
    }
    return values.get(index);
  }

  String string(int index) throws RpcException {
    return string(at(index));
  }

  private static String string(JsonNode node) throws RpcException {
    if (!node.isString()) {
      throw RpcException.invalidParams("Invalid params: invalid type: expected a string");
    }
    return node.stringValue();
  }

  /** A whole number of 0 or more. */
  long u64(int index) throws RpcException {
    JsonNode node = at(index);
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw RpcException.invalidParams("Invalid params: invalid type: expected u64");
    }
    return node.longValue();
  }

  boolean has(int index) {
    return index < values.size() && !values.get(index).isNull();
  }

  boolean isNumber(int index) {
    return index < values.size() && values.get(index).isIntegralNumber();
  }

  /** A whole number that may be below 0. */
  long i64(int index) throws RpcException {
    JsonNode node = at(index);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw RpcException.invalidParams("Invalid params: invalid type: expected i64");
    }
    return node.longValue();
  }

  boolean flag(int index) throws RpcException {
    JsonNode node = at(index);
    if (!node.isBoolean()) {
      throw RpcException.invalidParams("Invalid params: invalid type: expected a boolean");
    }
    return node.booleanValue();
  }

  /** A decimal in a string with so many places at most, as a whole number of its last place. */
  long decimal(int index, int places) throws RpcException {
    String text = string(index);
    if (text.length() > MAX_DECIMAL) {
      throw RpcException.invalidParams("Invalid params: too many digits");
    }
    try {
      long value = new BigDecimal(text).movePointRight(places).longValueExact();
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw RpcException.invalidParams("Invalid params: no decimal with " + places + " places");
    }
    throw RpcException.invalidParams("Invalid params: must be above zero");
  }

  Address address(int index) throws RpcException {
    return address(string(index));
  }

  static Address address(String base58) throws RpcException {
    try {
      return Address.parse(base58);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams("Invalid param: Invalid");
    }
  }

  List<String> strings(int index, int max) throws RpcException {
    JsonNode node = at(index);
    if (!node.isArray()) {
      throw RpcException.invalidParams("Invalid params: invalid type: expected a sequence");
    }
    if (node.size() > max) {
      throw RpcException.invalidParams("Too many inputs provided; max " + max);
    }
    List<String> all = new ArrayList<>();
    for (JsonNode element : node) {
      all.add(string(element));
    }
    return all;
  }

  /** The configuration object at this place; empty values when there is none. */
  Config config(int index) throws RpcException {
    if (index >= values.size() || values.get(index).isNull()) {
      return new Config(null);
    }
    if (!values.get(index).isObject()) {
      throw RpcException.invalidParams("Invalid params: invalid type: expected an object");
    }
    return new Config(values.get(index));
  }

  /** A configuration object. */
  record Config(@Nullable JsonNode node) {
    Optional<JsonNode> get(String name) {
      JsonNode value = node == null ? null : node.get(name);
      return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    String string(String name, String otherwise) throws RpcException {
      Optional<JsonNode> value = get(name);
      return value.isPresent() ? Params.string(value.get()) : otherwise;
    }

    boolean flag(String name) {
      return get(name).map(n -> n.isBoolean() && n.booleanValue()).orElse(false);
    }

    long number(String name, long otherwise) throws RpcException {
      Optional<JsonNode> value = get(name);
      if (value.isEmpty()) {
        return otherwise;
      }
      if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
        throw RpcException.invalidParams("Invalid params: " + name + " is no number");
      }
      return value.get().longValue();
    }

    /** What the client wants to be sure of; finalized where it does not say. */
    Commitment commitment(String name) throws RpcException {
      String text = string(name, Commitment.FINALIZED.text());
      return Commitment.named(text)
          .orElseThrow(
              () -> RpcException.invalidParams("Invalid params: unknown commitment: " + text));
    }

    Commitment commitment() throws RpcException {
      return commitment("commitment");
    }

    /** Every value as text, as a start option would have it; a list with a plus between. */
    Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      if (node != null) {
        node.properties().forEach(entry -> texts.put(entry.getKey(), text(entry.getValue())));
      }
      return texts;
    }

    private static String text(JsonNode value) {
      if (value.isString()) {
        return value.stringValue();
      }
      if (!value.isArray()) {
        return value.toString();
      }
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(text(part)));
      return String.join("+", parts);
    }

    Config object(String name) {
      return new Config(get(name).filter(JsonNode::isObject).orElse(null));
    }
  }
}

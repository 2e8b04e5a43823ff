package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON-RPC 2.0: single requests, batches and notifications. */
public final class RpcDispatcher {
  private static final int MAX_BATCH = 1_000;

  private final JsonMapper json = new JsonMapper();
  private final Map<String, RpcMethod> methods = new HashMap<>();

  private final Node node;

  public RpcDispatcher(Node node, Confirmations confirmations) {
    this.node = node;
    methods.putAll(new BlockMethods(node).methods());
    methods.putAll(new AccountMethods(node).methods());
    methods.putAll(new SendMethods(node).methods());
    methods.putAll(new HistoryMethods(node, confirmations).methods());
    methods.putAll(new PaperMethods(node).methods());
  }

  boolean isHealthy() {
    return node.isHealthy();
  }

  /** The answer's bytes; empty when nothing but notifications was asked. */
  public byte[] answer(byte[] body) {
    Object answer = answerTo(body);
    return answer == null ? new byte[0] : json.writeValueAsBytes(answer);
  }

  private @Nullable Object answerTo(byte[] body) {
    JsonNode request;
    try {
      request = json.readTree(body);
    } catch (JacksonException e) {
      return error(null, new RpcException(RpcException.PARSE_ERROR, "Parse error"));
    }
    if (!request.isArray()) {
      return one(request);
    }
    if (request.isEmpty() || request.size() > MAX_BATCH) {
      return error(null, new RpcException(RpcException.INVALID_REQUEST, "Invalid request"));
    }
    List<Object> answers = new ArrayList<>();
    for (JsonNode element : request) {
      Object answer = one(element);
      if (answer != null) {
        answers.add(answer);
      }
    }
    return answers.isEmpty() ? null : answers;
  }

  private @Nullable Object one(JsonNode request) {
    JsonNode id = request.get("id");
    JsonNode name = request.get("method");
    JsonNode version = request.get("jsonrpc");
    boolean sound =
        request.isObject()
            && name != null
            && name.isString()
            && version != null
            && version.isString()
            && version.stringValue().equals("2.0")
            && (id == null || id.isNull() || id.isString() || id.isNumber());
    if (!sound) {
      return error(null, new RpcException(RpcException.INVALID_REQUEST, "Invalid request"));
    }
    Map<String, @Nullable Object> answer;
    try {
      answer = open(id);
      answer.put("result", call(name.stringValue(), request.get("params")));
    } catch (RpcException e) {
      answer = error(id, e);
    }
    return id == null ? null : answer;
  }

  private @Nullable Object call(String name, @Nullable JsonNode params) throws RpcException {
    RpcMethod method = methods.get(name);
    if (method == null) {
      throw new RpcException(RpcException.METHOD_NOT_FOUND, "Method not found");
    }
    Params read = Params.of(params);
    try {
      return method.call(read);
    } catch (RuntimeException e) {
      System.getLogger(RpcDispatcher.class.getName())
          .log(System.Logger.Level.ERROR, "A method failed", e);
      throw new RpcException(RpcException.INTERNAL_ERROR, "Internal error");
    }
  }

  private static Map<String, @Nullable Object> open(@Nullable JsonNode id) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", "2.0");
    answer.put("id", id);
    return answer;
  }

  private static Map<String, @Nullable Object> error(@Nullable JsonNode id, RpcException e) {
    Map<String, @Nullable Object> detail = new LinkedHashMap<>();
    detail.put("code", e.code());
    detail.put("message", e.getMessage());
    if (e.data() != null) {
      detail.put("data", e.data());
    }
    Map<String, @Nullable Object> answer = open(id);
    answer.put("error", detail);
    return answer;
  }
}

package io.quantumvault.paper.inbound;

import io.quantumvault.paper.control.Control;
import io.quantumvault.paper.fault.Fault;
import io.quantumvault.paper.fault.FaultBook;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.RpcNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One node's JSON-RPC 2.0: single requests, batches and notifications, with whatever fault the node
 * has for them. Methods that control the chain meet no faults.
 */
public final class RpcDispatcher {
  private static final int MAX_BATCH = 1_000;
  private static final String OWN = "paper";

  private final JsonMapper json = new JsonMapper();
  private final Lies lies = new Lies(json);
  private final Map<String, RpcMethod> methods = new HashMap<>();
  private final RpcNode node;
  private final Control control;

  public RpcDispatcher(RpcNode node, Control control) {
    this.node = node;
    this.control = control;
    methods.putAll(new BlockMethods(node).methods());
    methods.putAll(new AccountMethods(node).methods());
    methods.putAll(new SendMethods(node).methods());
    methods.putAll(new HistoryMethods(node).methods());
    methods.putAll(new PaperMethods(node).methods());
    methods.putAll(new ControlMethods(node, control).methods());
    methods.putAll(new VenueMethods(control).methods());
  }

  boolean isHealthy() {
    return node.isHealthy();
  }

  Reply reply(byte[] body) {
    JsonNode request;
    try {
      request = json.readTree(body);
    } catch (JacksonException e) {
      return plain(error(null, new RpcException(RpcException.PARSE_ERROR, "Parse error")));
    }
    Optional<FaultBook.Armed> fault = node.faults().take(faultable(request));
    return fault.isEmpty() ? plain(answerTo(request, null)) : faulty(request, fault.get());
  }

  private static List<String> faultable(JsonNode request) {
    List<String> names = new ArrayList<>();
    for (JsonNode one : request.isArray() ? request : List.of(request)) {
      JsonNode name = one.get("method");
      if (name != null && name.isString() && !name.stringValue().startsWith(OWN)) {
        names.add(name.stringValue());
      }
    }
    return names;
  }

  private Reply faulty(JsonNode request, FaultBook.Armed armed) {
    return switch (armed.fault()) {
      case Fault.Drop _ -> new Reply.Nothing();
      case Fault.HttpStatus status -> new Reply.Status(status.status());
      case Fault.EndlessBody _ -> new Reply.Endless();
      case Fault.LoseAnswer _ -> {
        var _ = answerTo(request, null);
        yield new Reply.Nothing();
      }
      case Fault.Delay delay -> new Reply.Body(bytes(answerTo(request, null)), delay.millis());
      case Fault.SlowBody slow ->
          new Reply.Pieces(bytes(answerTo(request, null)), slow.bytes(), slow.millis());
      case Fault.OversizedBody oversized ->
          new Reply.Padded(bytes(answerTo(request, null)), oversized.bytes());
      case Fault.AsNode other ->
          plain(new RpcDispatcher(control.node(other.node()), control).answerTo(request, null));
      case Fault.RpcError _, Fault.Lie _ -> plain(answerTo(request, armed));
    };
  }

  private Reply plain(@Nullable Object answer) {
    return new Reply.Body(bytes(answer), 0);
  }

  private byte[] bytes(@Nullable Object answer) {
    return answer == null ? new byte[0] : json.writeValueAsBytes(answer);
  }

  private @Nullable Object answerTo(JsonNode request, FaultBook.@Nullable Armed fault) {
    if (!request.isArray()) {
      return one(request, fault);
    }
    if (request.isEmpty() || request.size() > MAX_BATCH) {
      return error(null, new RpcException(RpcException.INVALID_REQUEST, "Invalid request"));
    }
    List<Object> answers = new ArrayList<>();
    for (JsonNode element : request) {
      Object answer = one(element, fault);
      if (answer != null) {
        answers.add(answer);
      }
    }
    return answers.isEmpty() ? null : answers;
  }

  private @Nullable Object one(JsonNode request, FaultBook.@Nullable Armed fault) {
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
      answer.put("result", result(name.stringValue(), request.get("params"), fault));
    } catch (RpcException e) {
      answer = error(id, e);
    }
    return id == null ? null : answer;
  }

  private @Nullable Object result(
      String name, @Nullable JsonNode params, FaultBook.@Nullable Armed armed) throws RpcException {
    Fault fault = armed != null && armed.isFor(name) ? armed.fault() : null;
    if (fault instanceof Fault.RpcError refusal) {
      throw new RpcException(refusal.code(), refusal.message(), data(refusal.detail()));
    }
    Object truth = call(name, params);
    return fault instanceof Fault.Lie lie ? lies.told(truth, lie) : truth;
  }

  private @Nullable Object data(Fault.Detail detail) {
    return switch (detail) {
      case Fault.Detail.None _ -> null;
      case Fault.Detail.SlotsBehind behind -> Map.of("numSlotsBehind", behind.slots());
      case Fault.Detail.ContextSlot _ ->
          Map.of("contextSlot", node.read(Commitment.PROCESSED, RpcNode.Sight::slot));
    };
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

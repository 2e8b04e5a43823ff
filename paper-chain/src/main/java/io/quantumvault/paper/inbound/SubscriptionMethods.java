package io.quantumvault.paper.inbound;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes subscriptions in and back. */
final class SubscriptionMethods {
  private final JsonMapper json = new JsonMapper();
  private final AtomicLong numbers = new AtomicLong();

  String answer(Subscriber subscriber, String text) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", "2.0");
    try {
      JsonNode request = json.readTree(text);
      answer.put("id", request.get("id"));
      answer.put("result", result(subscriber, request));
    } catch (JacksonException e) {
      answer.put("error", Map.of("code", RpcException.PARSE_ERROR, "message", "Parse error"));
    } catch (RpcException e) {
      answer.put("error", Map.of("code", e.code(), "message", String.valueOf(e.getMessage())));
    }
    return json.writeValueAsString(answer);
  }

  private Object result(Subscriber subscriber, JsonNode request) throws RpcException {
    JsonNode name = request.get("method");
    if (name == null || !name.isString()) {
      throw new RpcException(RpcException.INVALID_REQUEST, "Invalid request");
    }
    Params params = Params.of(request.get("params"));
    return switch (name.stringValue()) {
      case "slotSubscribe" -> added(subscriber, new Subscription.Slots());
      case "signatureSubscribe" -> added(subscriber, signature(params));
      case "slotUnsubscribe", "signatureUnsubscribe" -> removed(subscriber, params.u64(0));
      default -> throw new RpcException(RpcException.METHOD_NOT_FOUND, "Method not found");
    };
  }

  private static Subscription signature(Params params) throws RpcException {
    String signature = params.string(0);
    WireText.requireSignature(signature);
    return new Subscription.Signature(signature, params.config(1).commitment());
  }

  private long added(Subscriber subscriber, Subscription subscription) {
    long number = numbers.incrementAndGet();
    subscriber.waiting().put(number, subscription);
    return number;
  }

  private static boolean removed(Subscriber subscriber, long number) throws RpcException {
    if (subscriber.waiting().remove(number) == null) {
      throw RpcException.invalidParams("Invalid subscription id.");
    }
    return true;
  }
}

package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.Chain;
import io.quantumvault.paper.chain.Node;
import io.quantumvault.paper.ledger.InstructionError;
import io.quantumvault.paper.ledger.TransactionError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shapes that several methods answer with. */
final class Answers {
  static final String VERSION = "2.3.0";

  private Answers() {}

  static Map<String, @Nullable Object> withContext(Chain chain, @Nullable Object value) {
    return withContext(chain.slot(), value);
  }

  static Map<String, @Nullable Object> withContext(long slot, @Nullable Object value) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("context", Map.of("slot", slot, "apiVersion", VERSION));
    answer.put("value", value);
    return answer;
  }

  /** Refuses when the caller has seen a later slot than this node. */
  static void requireSlot(Node node, Params.Config config) throws RpcException {
    long slot = node.read(Chain::slot);
    if (config.number("minContextSlot", 0) > slot) {
      throw new RpcException(
          RpcException.MIN_CONTEXT_SLOT_NOT_REACHED,
          "Minimum context slot has not been reached",
          Map.of("contextSlot", slot));
    }
  }

  static @Nullable Object error(@Nullable TransactionError error) {
    return switch (error) {
      case null -> null;
      case TransactionError.Plain plain -> plain.name();
      case TransactionError.InsufficientFundsForRent rent ->
          Map.of("InsufficientFundsForRent", Map.of("account_index", rent.accountIndex()));
      case TransactionError.InstructionFailed failed ->
          Map.of("InstructionError", List.of(failed.index(), error(failed.error())));
    };
  }

  private static Object error(InstructionError error) {
    return switch (error) {
      case InstructionError.Custom custom ->
          Map.of("Custom", Integer.toUnsignedLong(custom.code()));
      case InstructionError.Shared shared -> shared.name();
    };
  }

  /** {@code Ok} or {@code Err}, as the older status field has it. */
  static Map<String, @Nullable Object> result(@Nullable TransactionError error) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put(error == null ? "Ok" : "Err", error(error));
    return result;
  }
}

package io.quantumvault.paper.inbound;

import io.quantumvault.paper.ledger.InstructionError;
import io.quantumvault.paper.ledger.TransactionError;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.RpcNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shapes that several methods answer with. */
final class Answers {
  static final String VERSION = "4.3.0";

  private Answers() {}

  /**
   * Asks a node at the commitment that the client wants, of one moment.
   *
   * @throws RpcException also when the client has seen a later slot than this node
   */
  static <T extends @Nullable Object> T at(
      RpcNode node, Params.Config config, RpcNode.Question<T, RpcException> question)
      throws RpcException {
    return at(node, config, config.commitment(), question);
  }

  static <T extends @Nullable Object> T at(
      RpcNode node,
      Params.Config config,
      Commitment commitment,
      RpcNode.Question<T, RpcException> question)
      throws RpcException {
    long needed = config.number("minContextSlot", 0);
    return node.read(
        commitment,
        sight -> {
          requireSlot(needed, sight.slot());
          return question.ask(sight);
        });
  }

  private static void requireSlot(long needed, long slot) throws RpcException {
    if (needed > slot) {
      throw new RpcException(
          RpcException.MIN_CONTEXT_SLOT_NOT_REACHED,
          "Minimum context slot has not been reached",
          Map.of("contextSlot", slot));
    }
  }

  static Map<String, @Nullable Object> withContext(RpcNode.Sight sight, @Nullable Object value) {
    return withContext(sight.slot(), value);
  }

  static Map<String, @Nullable Object> withContext(long slot, @Nullable Object value) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("context", Map.of("slot", slot, "apiVersion", VERSION));
    answer.put("value", value);
    return answer;
  }

  static @Nullable Object error(@Nullable TransactionError error) {
    return switch (error) {
      case null -> null;
      case TransactionError.Plain plain -> plain.name();
      case TransactionError.InsufficientFundsForRent rent ->
          Map.of("InsufficientFundsForRent", Map.of("account_index", rent.accountIndex()));
      case TransactionError.DuplicateInstruction duplicate ->
          Map.of("DuplicateInstruction", duplicate.index());
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

package io.quantumvault.paper.inbound;

import io.quantumvault.paper.chain.ProducedBlock;
import io.quantumvault.paper.ledger.TransactionError;
import io.quantumvault.paper.node.Commitment;
import io.quantumvault.paper.node.RpcNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a node has to say to those who wait. */
final class Notifications {
  private final JsonMapper json = new JsonMapper();
  private final RpcNode node;
  private long toldSlot;

  Notifications(RpcNode node) {
    this.node = node;
  }

  /** A slot as the notification has it; its names are those of the JSON. */
  record SlotTold(long slot, long parent, long root) {}

  /** What the node's newest slot is right now. */
  SlotTold newestSlot() {
    return node.read(Commitment.PROCESSED, Notifications::slot);
  }

  private static SlotTold slot(RpcNode.Sight sight) {
    List<ProducedBlock> last = sight.chain().blocks(2);
    return new SlotTold(sight.slot(), last.getFirst().slot(), sight.finalizedSlot());
  }

  /** Tells a slot, but not one that has been told: a node that lags may stand still. */
  void slot(SlotTold slot, Iterable<Subscriber> subscribers) {
    if (slot.slot() <= toldSlot) {
      return;
    }
    toldSlot = slot.slot();
    for (Subscriber subscriber : subscribers) {
      subscriber
          .waiting()
          .forEach((id, waiting) -> {
            if (waiting instanceof Subscription.Slots) {
              subscriber.tell(message("slotNotification", id, slot));
            }
          });
    }
  }

  /**
   * Tells what has reached its commitment.
   *
   * @return whether something has landed that has not reached its own yet
   */
  boolean signatures(Iterable<Subscriber> subscribers) {
    boolean onTheWay = false;
    for (Subscriber subscriber : subscribers) {
      for (Map.Entry<Long, Subscription> entry : subscriber.waiting().entrySet()) {
        if (entry.getValue() instanceof Subscription.Signature waiting) {
          onTheWay |= !toldOf(subscriber, entry.getKey(), waiting) && hasLanded(waiting);
        }
      }
    }
    return onTheWay;
  }

  private boolean toldOf(Subscriber subscriber, long id, Subscription.Signature waiting) {
    Optional<Map<String, @Nullable Object>> result =
        node.read(
            waiting.commitment(),
            s -> s.outcome(waiting.signature()).map(o -> Answers.withContext(s, error(o.error()))));
    if (result.isPresent() && subscriber.waiting().remove(id) != null) {
      subscriber.tell(message("signatureNotification", id, result.get()));
    }
    return result.isPresent();
  }

  private boolean hasLanded(Subscription.Signature waiting) {
    return node.read(Commitment.PROCESSED, s -> s.outcome(waiting.signature())).isPresent();
  }

  private static Map<String, @Nullable Object> error(@Nullable TransactionError error) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("err", Answers.error(error));
    return value;
  }

  private String message(String method, long id, Object result) {
    return json.writeValueAsString(
        Map.of(
            "jsonrpc",
            "2.0",
            "method",
            method,
            "params",
            Map.of("result", result, "subscription", id)));
  }
}

package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;
import java.util.List;
import java.util.function.Predicate;

/** Cancels open orders. An order that is not there is a success without effect. */
final class Cancelling {

  void one(DriftInstruction.CancelOrder cancel, Instruction on) throws InstructionFailedException {
    UserAccount user = user(on);
    Integer asked = cancel.orderId();
    int id = asked == null ? user.nextOrderId() - 1 : asked;
    cancel(user, o -> o.orderId() == id, on);
  }

  void byIds(DriftInstruction.CancelOrdersByIds cancel, Instruction on)
      throws InstructionFailedException {
    cancel(user(on), o -> cancel.orderIds().contains(o.orderId()), on);
  }

  void byUserId(DriftInstruction.CancelOrderByUserId cancel, Instruction on)
      throws InstructionFailedException {
    UserAccount user = user(on);
    int id =
        user.openOrders()
            .filter(o -> o.userOrderId() == cancel.userOrderId())
            .findFirst()
            .map(OrderSlot::orderId)
            .orElse(0);
    cancel(user, o -> o.orderId() == id, on);
  }

  void matching(DriftInstruction.CancelOrders cancel, Instruction on)
      throws InstructionFailedException {
    OrderParams.MarketType type = cancel.marketType();
    Integer index = cancel.marketIndex();
    OrderParams.Direction direction = cancel.direction();
    cancel(
        user(on),
        o ->
            (type == null || o.marketType() == type.code())
                && (index == null || o.marketIndex() == index)
                && (direction == null || o.direction() == direction.code()),
        on);
  }

  private static UserAccount user(Instruction on) throws InstructionFailedException {
    DriftAccounts.requireState(on, 0);
    Gates.requireOpen(on);
    return DriftAccounts.tradableUser(on, 1, 2);
  }

  private static void cancel(UserAccount user, Predicate<OrderSlot> which, Instruction on)
      throws InstructionFailedException {
    RemainingAccounts remaining = RemainingAccounts.after(on, 3);
    List<OrderSlot> chosen = user.openOrders().filter(which).toList();
    if (chosen.isEmpty()) {
      on.log("could not find the order");
    }
    for (OrderSlot order : chosen) {
      remaining.requirePerp(order.marketIndex());
      user.close(order);
    }
    DriftAccounts.save(on, 1, user);
  }
}

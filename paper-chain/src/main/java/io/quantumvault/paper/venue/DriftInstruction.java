package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Drift instructions this venue understands. */
public sealed interface DriftInstruction {
  record InitializeUserStats() implements DriftInstruction {}

  @SuppressWarnings("ArrayRecordComponent")
  record InitializeUser(int subAccount, byte[] name) implements DriftInstruction {}

  record UpdateUserDelegate(int subAccount, Address delegate) implements DriftInstruction {}

  record PlacePerpOrder(OrderParams params) implements DriftInstruction {}

  /** {@code success}: low byte 1 wants a partial, 2 a full fill. */
  record PlaceAndTakePerpOrder(OrderParams params, @Nullable Integer success)
      implements DriftInstruction {}

  record PlaceOrders(List<OrderParams> params) implements DriftInstruction {}

  /** Without an id: the newest order. */
  record CancelOrder(@Nullable Integer orderId) implements DriftInstruction {}

  record CancelOrders(
      OrderParams.@Nullable MarketType marketType,
      @Nullable Integer marketIndex,
      OrderParams.@Nullable Direction direction)
      implements DriftInstruction {}

  record CancelOrdersByIds(List<Integer> orderIds) implements DriftInstruction {}

  record CancelOrderByUserId(int userOrderId) implements DriftInstruction {}

  record SettlePnl(int marketIndex) implements DriftInstruction {}
}

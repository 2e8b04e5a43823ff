package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.v1.Reconciled;
import io.quantumvault.schemas.v1.Resolve;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.order.AdminOrder.Resolution;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the records of admin-orders-v1. What is misshapen orders nothing. */
final class AdminOrders {
  private AdminOrders() {}

  static Optional<AdminOrder> read(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null || value == null) {
      return Optional.empty();
    }
    try {
      var record = io.quantumvault.schemas.v1.AdminOrder.parseFrom(value);
      return record.getAgentWallet().equals(new String(key, UTF_8))
          ? Optional.of(order(record))
          : Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static AdminOrder order(io.quantumvault.schemas.v1.AdminOrder record) {
    var id = UUID.fromString(record.getEnvelope().getEventId());
    var wallet = record.getAgentWallet();
    var by = Refusal.words(record.getBy());
    return switch (record.getOrderCase()) {
      case RECONCILED -> reconciled(id, wallet, by, record.getReconciled());
      case RESOLVE -> resolve(id, wallet, by, record.getResolve());
      case ORDER_NOT_SET -> throw new IllegalArgumentException("an order of nothing");
    };
  }

  private static AdminOrder reconciled(UUID id, String wallet, String by, Reconciled order) {
    var hold = order.getHold();
    return new AdminOrder.Reconciled(
        id,
        wallet,
        by,
        order.hasHold()
            ? new Hold(
                hold.getLedgerSequence(),
                hold.getMarkSequence(),
                Instant.ofEpochMilli(hold.getAtMs()))
            : null,
        order.getMarksLost());
  }

  private static AdminOrder resolve(UUID id, String wallet, String by, Resolve order) {
    return new AdminOrder.Resolve(
        id,
        wallet,
        by,
        UUID.fromString(order.getIntentId()),
        switch (order.getResolution()) {
          case RESOLUTION_CONFIRMED -> Resolution.CONFIRMED;
          case RESOLUTION_FAILED -> Resolution.FAILED;
          case RESOLUTION_EXPIRED -> Resolution.EXPIRED;
          case RESOLUTION_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalArgumentException("no resolution");
        },
        Refusal.words(order.getReason()),
        Instant.ofEpochMilli(order.getValidUntilMs()));
  }
}

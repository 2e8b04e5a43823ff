package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Account;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OpenOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A reading of an account as bytes. */
final class AccountCodec {
  private AccountCodec() {}

  static void write(StateOutput out, Account account) throws IOException {
    out.number(account.slot());
    out.time(account.observedAt());
    out.decimal(account.equityUsd());
    out.all(
        account.positions().entrySet(),
        position -> {
          out.text(position.getKey());
          out.decimal(position.getValue());
        });
    out.all(
        account.openOrders(),
        order -> {
          out.text(order.market());
          out.number(order.orderId());
          direction(out, order.direction());
          out.decimal(order.remaining());
          out.truth(order.reduceOnly());
          out.truth(order.trigger());
        });
    out.number(account.day().toEpochDay());
    out.decimal(account.openingEquityUsd());
    out.decimal(account.netDepositsUsd());
    out.number(account.feeLamports());
  }

  static Account read(StateInput in) throws IOException {
    long slot = in.number();
    var observedAt = in.time();
    var equity = in.decimal();
    var positions = new TreeMap<String, BigDecimal>();
    in.all(() -> positions.put(in.text(), in.decimal()));
    var orders = new ArrayList<OpenOrder>();
    in.all(() ->
        orders.add(
            new OpenOrder(
                in.text(), in.number(), someDirection(in), in.decimal(), in.truth(), in.truth())));
    return new Account(
        slot,
        observedAt,
        equity,
        positions,
        orders,
        LocalDate.ofEpochDay(in.number()),
        in.decimal(),
        in.decimal(),
        in.number());
  }

  /** 0 for none, 1 for long, 2 for short. */
  static void direction(StateOutput out, @Nullable Direction direction) throws IOException {
    out.u8(direction == null ? 0 : direction == Direction.LONG ? 1 : 2);
  }

  static @Nullable Direction direction(StateInput in) throws IOException {
    return switch (in.u8()) {
      case 0 -> null;
      case 1 -> Direction.LONG;
      case 2 -> Direction.SHORT;
      default -> throw new CorruptState("an unknown direction");
    };
  }

  private static Direction someDirection(StateInput in) throws IOException {
    var direction = direction(in);
    if (direction == null) {
      throw new CorruptState("an open order without a direction");
    }
    return direction;
  }
}

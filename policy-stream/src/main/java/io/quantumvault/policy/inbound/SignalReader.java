package io.quantumvault.policy.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.policy.book.Imprint;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Size;
import io.quantumvault.policy.decision.StrategyPosition;
import io.quantumvault.policy.decision.Trigger;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.v1.Signal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code signals-v1}. */
public final class SignalReader {
  private SignalReader() {}

  /** The message, whatever its fields say. */
  public static Signal message(byte @Nullable [] value) throws UnreadableRecord {
    return Fields.message(Signal.parser(), value);
  }

  /** The wallet of a record key, if it is one. */
  public static Optional<String> wallet(byte @Nullable [] key) {
    return Fields.wallet(key);
  }

  /** Whether there is an id under which a rejection can be answered. */
  public static boolean answerable(Signal signal) {
    try {
      Fields.id("signal id", signal.getSignalId());
      return true;
    } catch (UnreadableRecord e) {
      return false;
    }
  }

  /** The signal, if every field is one the stage can act on. */
  public static ReadSignal read(String wallet, Signal signal) throws UnreadableRecord {
    if (!signal.getAgentWallet().equals(wallet)) {
      throw new UnreadableRecord("the key is not the signal's wallet");
    }
    UUID signalId = Fields.id("signal id", signal.getSignalId());
    var alert =
        new Alert(
            signalId,
            Fields.id("bot id", signal.getBotId()),
            market(signal.getMarket()),
            action(signal),
            orderType(signal),
            size(signal),
            Fields.optionalDecimal("limit price", signal.getLimitPrice()),
            signal.getReduceOnly(),
            Fields.optionalDecimal("leverage", signal.getLeverage()),
            signal.hasSlippageBps() ? slippage(signal.getSlippageBps()) : null,
            positionAfter(signal),
            direction(signal.getCloses()),
            trigger("stop loss", signal.hasStopLoss() ? signal.getStopLoss() : null),
            trigger("take profit", signal.hasTakeProfit() ? signal.getTakeProfit() : null),
            Fields.time("alert time", signal.getAlertTimeMs()));
    var imprint =
        new Imprint(
            signalId,
            signal.getNonce().isEmpty()
                ? null
                : firstHalf(Sha256.of(signal.getNonce().getBytes(UTF_8))),
            content(signal),
            alert.alertTime(),
            Fields.time("time of receipt", signal.getReceivedAtMs()));
    return new ReadSignal(alert, imprint, signal);
  }

  private static @Nullable Size size(Signal signal) throws UnreadableRecord {
    var sizes = new ArrayList<Size>();
    var base = positive("size", signal.getSizeBase());
    if (base != null) {
      sizes.add(new Size.Base(base));
    }
    var dollars = positive("size in dollars", signal.getSizeUsd());
    if (dollars != null) {
      sizes.add(new Size.Usd(dollars));
    }
    var percent = positive("size in per cent", signal.getSizePercent());
    if (percent != null) {
      sizes.add(new Size.Percent(percent));
    }
    if (sizes.size() > 1) {
      throw new UnreadableRecord("more than one size");
    }
    return sizes.isEmpty() ? null : sizes.getFirst();
  }

  private static @Nullable BigDecimal positive(String name, String text) throws UnreadableRecord {
    var number = Fields.optionalDecimal(name, text);
    if (number != null && number.signum() <= 0) {
      throw new UnreadableRecord(name + " is not above zero");
    }
    return number;
  }

  private static @Nullable StrategyPosition positionAfter(Signal signal) throws UnreadableRecord {
    var exactly = Fields.optionalDecimal("position after", signal.getPositionAfter());
    if (exactly != null) {
      return new StrategyPosition.Exactly(exactly);
    }
    var side = direction(signal.getPositionSideAfter());
    return side == null ? null : new StrategyPosition.Side(side);
  }

  private static @Nullable Direction direction(io.quantumvault.schemas.v1.Direction direction)
      throws UnreadableRecord {
    return switch (direction) {
      case DIRECTION_LONG -> Direction.LONG;
      case DIRECTION_SHORT -> Direction.SHORT;
      case DIRECTION_UNSPECIFIED -> null;
      case UNRECOGNIZED -> throw new UnreadableRecord("unknown direction");
    };
  }

  private static @Nullable Trigger trigger(
      String name, io.quantumvault.schemas.v1.@Nullable Trigger trigger) throws UnreadableRecord {
    if (trigger == null) {
      return null;
    }
    return switch (trigger.getAtCase()) {
      case PRICE -> new Trigger.At(some(name, positive(name, trigger.getPrice())));
      case PERCENT -> new Trigger.Away(some(name, positive(name, trigger.getPercent())));
      case AT_NOT_SET -> throw new UnreadableRecord(name + " without a price");
    };
  }

  private static BigDecimal some(String name, @Nullable BigDecimal number) throws UnreadableRecord {
    if (number == null) {
      throw new UnreadableRecord(name + " without a number");
    }
    return number;
  }

  private static UUID content(Signal signal) throws UnreadableRecord {
    byte[] hash = signal.getContentSha256().toByteArray();
    if (hash.length != 32) {
      throw new UnreadableRecord("the content hash has not 32 bytes");
    }
    return firstHalf(hash);
  }

  private static String market(String market) throws UnreadableRecord {
    if (market.isEmpty() || market.length() > 64) {
      throw new UnreadableRecord("no market");
    }
    return market;
  }

  private static int slippage(int unsigned) throws UnreadableRecord {
    return (int) Fields.count("slippage", unsigned);
  }

  private static Action action(Signal signal) throws UnreadableRecord {
    return switch (signal.getAction()) {
      case ACTION_BUY -> Action.BUY;
      case ACTION_SELL -> Action.SELL;
      case ACTION_CLOSE -> Action.CLOSE;
      case ACTION_CANCEL -> Action.CANCEL;
      case ACTION_SYNC -> Action.SYNC;
      case ACTION_UNSPECIFIED, UNRECOGNIZED -> throw new UnreadableRecord("unknown action");
    };
  }

  private static OrderType orderType(Signal signal) throws UnreadableRecord {
    return switch (signal.getOrderType()) {
      case ORDER_TYPE_MARKET -> OrderType.MARKET;
      case ORDER_TYPE_LIMIT -> OrderType.LIMIT;
      case ORDER_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw new UnreadableRecord("unknown type");
    };
  }

  private static UUID firstHalf(byte[] hash) {
    return Ids.fromBytes(Arrays.copyOf(hash, 16));
  }
}

package io.quantumvault.policy.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.policy.book.Imprint;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.v1.Signal;
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
            Fields.optionalDecimal("size", signal.getSizeBase()),
            Fields.optionalDecimal("size in dollars", signal.getSizeUsd()),
            Fields.optionalDecimal("limit price", signal.getLimitPrice()),
            signal.getReduceOnly(),
            Fields.optionalDecimal("leverage", signal.getLeverage()),
            signal.hasSlippageBps() ? slippage(signal.getSlippageBps()) : null,
            Fields.time("alert time", signal.getAlertTimeMs()));
    var imprint =
        new Imprint(
            signalId,
            signal.getAlertId().isEmpty()
                ? null
                : firstHalf(Sha256.of(signal.getAlertId().getBytes(UTF_8))),
            content(signal),
            alert.alertTime(),
            Fields.time("time of receipt", signal.getReceivedAtMs()));
    return new ReadSignal(alert, imprint, signal);
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
      case ACTION_SYNC, ACTION_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnreadableRecord("unknown action");
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

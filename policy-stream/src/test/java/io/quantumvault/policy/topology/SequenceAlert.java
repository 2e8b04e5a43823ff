package io.quantumvault.policy.topology;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An alert of a sequence as the signal that ingest makes of it. */
final class SequenceAlert {
  private SequenceAlert() {}

  static Signal read(World world, JsonNode alert, Instant start, Instant now) {
    var time = time(alert, start, now);
    var signal = world.buy("1", now).clearSizeBase().setAlertTimeMs(time.toEpochMilli());
    signal
        .setAlertId(alert.path("id").asString(""))
        .setMarket(alert.get("market").asString())
        .setAction(
            Action.valueOf("ACTION_" + alert.get("action").asString().toUpperCase(Locale.ROOT)))
        .setPositionAfter(alert.path("positionAfter").asString(""))
        .setReduceOnly(alert.path("reduceOnly").asBoolean(false))
        .setLeverage(alert.path("leverage").asString(""))
        .setSizeUsd(alert.path("sizeUsd").asString(""))
        .setSizePercent(alert.path("sizePercent").asString(""));
    var size = alert.path("size").asString("");
    if (size.endsWith("%")) {
      signal.setSizePercent(size.substring(0, size.length() - 1));
    } else {
      signal.setSizeBase(size);
    }
    if (alert.path("type").asString("market").equals("limit")) {
      signal.setOrderType(OrderType.ORDER_TYPE_LIMIT).setLimitPrice(alert.get("price").asString());
    }
    if (alert.has("slippageBps")) {
      signal.setSlippageBps(alert.get("slippageBps").asInt());
    }
    side(alert, signal);
    if (alert.has("stopLoss")) {
      signal.setStopLoss(Trigger.newBuilder().setPrice(alert.get("stopLoss").asString()));
    }
    if (alert.has("takeProfit")) {
      signal.setTakeProfit(Trigger.newBuilder().setPrice(alert.get("takeProfit").asString()));
    }
    var content = (alert + " " + time).getBytes(StandardCharsets.UTF_8);
    return signal.setContentSha256(ByteString.copyFrom(Sha256.of(content))).build();
  }

  private static void side(JsonNode alert, Signal.Builder signal) {
    switch (alert.path("marketPosition").asString("")) {
      case "long" -> signal.setPositionSideAfter(Direction.DIRECTION_LONG);
      case "short" -> signal.setPositionSideAfter(Direction.DIRECTION_SHORT);
      case "flat" -> signal.setPositionAfter("0");
      default -> {} // the alert names no side
    }
  }

  /** The instant of sending, unless {@code @N} names one N milliseconds after the start. */
  private static Instant time(JsonNode alert, Instant start, Instant now) {
    var time = alert.path("time").asString("");
    return time.startsWith("@") ? start.plusMillis(Long.parseLong(time.substring(1))) : now;
  }
}

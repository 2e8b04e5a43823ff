package io.quantumvault.standalone.replay;

import io.quantumvault.policy.replay.Outcome;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RefusedPart;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.schemas.v1.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Alerts and outcomes in a person's words. */
final class Words {
  private Words() {}

  /** What an alert asked for. */
  static String of(Signal signal) {
    var words = new StringBuilder(action(signal.getAction()));
    if (!signal.getSizeBase().isEmpty()) {
      words.append(' ').append(signal.getSizeBase());
    } else if (!signal.getSizeUsd().isEmpty()) {
      words.append(' ').append(signal.getSizeUsd()).append(" USD of");
    } else if (!signal.getSizePercent().isEmpty()) {
      words.append(' ').append(signal.getSizePercent()).append("% of");
    }
    words.append(' ').append(signal.getMarket());
    if (!signal.getPositionAfter().isEmpty()) {
      words.append(" to hold ").append(signal.getPositionAfter());
    }
    return words.append(signal.getDryRun() ? " (dry run)" : "").toString();
  }

  /** What was decided, in as few words as a column has room for. */
  static String shortly(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Approved(var orders, var parts) ->
          orders.stream().map(Words::shortly).collect(Collectors.joining(", then "))
              + parts.stream().map(Words::part).collect(Collectors.joining());
      case Outcome.Refused(var reasons, var _) -> names(reasons);
      case Outcome.Malformed _ -> "malformed";
      case Outcome.Unknown _ -> "unknown";
    };
  }

  /** All that was decided. */
  static String fully(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Approved(var orders, var parts) ->
          "approved: "
              + orders.stream().map(Words::fully).collect(Collectors.joining(", then "))
              + parts.stream()
                  .map(part -> part(part) + " (" + part.getDetail() + ")")
                  .collect(Collectors.joining());
      case Outcome.Refused(var reasons, var detail) ->
          "refused: " + names(reasons) + " (" + detail + ")";
      case Outcome.Malformed(var fault) -> "malformed: " + fault;
      case Outcome.Unknown(var why) -> "unknown: " + why;
    };
  }

  /** A reason as the documents write it. */
  static String name(Reason reason) {
    return reason.name().substring("REASON_".length());
  }

  private static String names(List<Reason> reasons) {
    return reasons.stream().map(Words::name).collect(Collectors.joining(" "));
  }

  private static String part(RefusedPart part) {
    return "; not its "
        + part.getPart().name().substring("PART_".length()).toLowerCase(Locale.ROOT)
        + " part: "
        + names(part.getReasonsList());
  }

  private static String shortly(TradeIntentPayload order) {
    var words = new StringBuilder(action(order.getAction()));
    if (order.getWholePosition()) {
      words.append(" all");
    } else if (!order.getSizeBase().isEmpty()) {
      words.append(' ').append(order.getSizeBase());
    }
    return words.append(order.getReduceOnly() ? " reduce-only" : "").toString();
  }

  private static String fully(TradeIntentPayload order) {
    var words = new StringBuilder(shortly(order)).append(' ').append(order.getMarket());
    if (order.getDirection() != Direction.DIRECTION_UNSPECIFIED) {
      words.append(order.getDirection() == Direction.DIRECTION_LONG ? " (long)" : " (short)");
    }
    if (order.getOrderType() == OrderType.ORDER_TYPE_LIMIT) {
      words.append(" at ").append(order.getLimitPrice());
    }
    if (order.getPart() != Part.PART_UNSPECIFIED) {
      words.append(order.getPart() == Part.PART_CLOSING ? ", closing" : ", opening");
    }
    if (order.getMaxSlippageBps() != 0) {
      words.append(", slippage ").append(order.getMaxSlippageBps()).append(" bps");
    }
    if (!order.getPositionBound().isEmpty()) {
      words.append(", position to ").append(order.getPositionBound());
    }
    words.append(order.hasStopLoss() ? ", stop " + trigger(order.getStopLoss()) : "");
    words.append(order.hasTakeProfit() ? ", target " + trigger(order.getTakeProfit()) : "");
    words.append(order.getCancelsEntries() ? ", cancels entries" : "");
    if (order.getDeadlineMs() != 0) {
      words.append(", until ").append(java.time.Instant.ofEpochMilli(order.getDeadlineMs()));
    }
    return words.toString();
  }

  private static String trigger(Trigger trigger) {
    return trigger.hasPercent() ? trigger.getPercent() + "%" : trigger.getPrice();
  }

  private static String action(Action action) {
    return action.name().substring("ACTION_".length()).toLowerCase(Locale.ROOT);
  }
}

package io.quantumvault.ingest.alert;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what an alert asks for. */
final class ActionField {
  private static final String ALL = "buy, sell, close, cancel, sync";

  private ActionField() {}

  /** An action and, for a close, the side it is for. */
  record Asked(Action action, @Nullable Side closes) {}

  static @Nullable Asked read(AlertFields fields) {
    if (fields.given("action").isEmpty()) {
      fields.refuseMissing(Refusal.UNKNOWN_ACTION, "action", "it is one of " + ALL);
      return null;
    }
    return fields.one("action", name -> read(fields, name));
  }

  private static @Nullable Asked read(AlertFields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "")) {
      case "buy" -> new Asked(Action.BUY, null);
      case "sell" -> new Asked(Action.SELL, null);
      case "close", "exit", "flat", "closeall" -> new Asked(Action.CLOSE, null);
      case "exitlong", "closelong" -> new Asked(Action.CLOSE, Side.LONG);
      case "exitshort", "closeshort" -> new Asked(Action.CLOSE, Side.SHORT);
      case "cancel" -> new Asked(Action.CANCEL, null);
      case "sync" -> new Asked(Action.SYNC, null);
      case "long",
          "short",
          "enterlong",
          "entershort",
          "entrylong",
          "entryshort",
          "openlong",
          "openshort",
          "golong",
          "goshort",
          "buylong",
          "sellshort",
          "bullish",
          "bearish" -> {
        fields.refuse(
            Refusal.UNKNOWN_ACTION,
            name + " names a position, not an order: send buy or sell, or sync with positionAfter");
        yield null;
      }
      case "reverse", "flip", "reverselong", "reverseshort", "closeandreverse" -> {
        fields.refuse(
            Refusal.UNKNOWN_ACTION,
            name
                + " asks for a reversal: send buy or sell of more than is held, or sync with"
                + " positionAfter");
        yield null;
      }
      default -> {
        fields.refuse(Refusal.UNKNOWN_ACTION, name + " is none of " + ALL);
        yield null;
      }
    };
  }
}

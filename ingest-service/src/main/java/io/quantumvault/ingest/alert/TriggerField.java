package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a stop or a target: a price, per cent, or an object that holds one of them. */
final class TriggerField {
  private static final BigDecimal ALL = new BigDecimal("100");

  private final AlertFields fields;
  private final String name;
  private final String inner;
  private final Set<String> types;

  private TriggerField(AlertFields fields, String name, String inner, Set<String> types) {
    this.fields = fields;
    this.name = name;
    this.inner = inner;
    this.types = types;
  }

  static @Nullable Trigger stop(AlertFields fields) {
    return new TriggerField(
            fields, "stopLoss", "stopPrice", Set.of("stop", "market", "stop_market"))
        .read();
  }

  static @Nullable Trigger target(AlertFields fields) {
    return new TriggerField(fields, "takeProfit", "limitPrice", Set.of("limit", "take_profit"))
        .read();
  }

  private @Nullable Trigger read() {
    if (fields.all().get(name) instanceof Json.Members object) {
      return nested(object);
    }
    String text = fields.text(name);
    return text == null ? null : trigger(name, text);
  }

  private @Nullable Trigger nested(Json.Members object) {
    Trigger found = null;
    int given = 0;
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      String text = plain(field.getValue());
      String path = name + "." + field.getKey();
      if (field.getKey().equals("type")) {
        if (text == null || !types.contains(text.toLowerCase(Locale.ROOT))) {
          fields.refuse(name + ".type is not read: only " + kind() + " is placed");
        }
      } else if (!List.of(inner, "percent").contains(field.getKey())) {
        fields.refuse(
            Unread.speakable(field.getKey(), name + "." + field.getKey(), "a field of " + name)
                + " is not read; send "
                + name
                + " as a price or per cent such as \"2%\", or {\""
                + inner
                + "\": …}");
      } else if (text == null || AlertFields.placeholder(text)) {
        fields.refuse(path + " must be a number, without a {{placeholder}}");
      } else {
        given++;
        found =
            field.getKey().equals("percent") && !text.endsWith("%")
                ? trigger(path, text + "%")
                : trigger(path, text);
      }
    }
    if (given != 1) {
      fields.refuse(name + " must hold exactly one of " + inner + " and percent");
      return null;
    }
    return found;
  }

  private String kind() {
    return name.equals("stopLoss") ? "a stop at the market" : "a limit";
  }

  private static @Nullable String plain(Json value) {
    return switch (value) {
      case Json.Text text -> text.value().strip();
      case Json.Number number -> number.literal();
      case Json.Truth _, Json.Nothing _, Json.Members _, Json.Items _ -> null;
    };
  }

  private @Nullable Trigger trigger(String path, String text) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1).strip() : text;
    switch (Numbers.read(number)) {
      case Numbers.Result.Not(String why, _) -> {
        fields.refuse(path + " " + why);
        return null;
      }
      case Numbers.Result.Is(BigDecimal value) -> {
        if (value.signum() <= 0) {
          fields.refuse(path + " must be above zero; leave it out where there is none");
          return null;
        }
        if (percent && name.equals("stopLoss") && value.compareTo(ALL) >= 0) {
          fields.refuse(path + " must be below 100 per cent");
          return null;
        }
        return percent ? new Trigger.Percent(value) : new Trigger.Price(value);
      }
    }
  }
}

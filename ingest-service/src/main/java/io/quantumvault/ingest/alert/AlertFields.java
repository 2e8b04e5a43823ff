package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of one body, and the problems found while reading them. */
final class AlertFields {
  static final int MAX_TEXT = 128;

  private static final List<String> KNOWN =
      List.of(
          "id",
          "market",
          "ticker",
          "action",
          "size",
          "sizeUsd",
          "positionAfter",
          "type",
          "price",
          "time",
          "reduceOnly",
          "leverage",
          "slippageBps");
  private static final Map<String, String> BY_PLAIN_NAME =
      KNOWN.stream().collect(Collectors.toUnmodifiableMap(AlertFields::plain, name -> name));

  private final Map<String, Json> fields;
  private final List<ParsedAlert.Problem> problems = new ArrayList<>();

  AlertFields(Json.Members body) {
    this.fields = body.fields();
  }

  void refuse(String detail) {
    refuse(Refusal.INVALID, detail);
  }

  void refuse(Refusal refusal, String detail) {
    problems.add(new ParsedAlert.Problem(refusal, detail));
  }

  boolean refused() {
    return !problems.isEmpty();
  }

  List<ParsedAlert.Problem> problems() {
    return problems;
  }

  /** A {@code reduceonly} quietly ignored would open a position where one was to shrink. */
  void refuseLookAlikes() {
    for (String name : fields.keySet()) {
      String meant = name.length() > MAX_TEXT ? null : BY_PLAIN_NAME.get(plain(name));
      if (meant != null && !meant.equals(name)) {
        refuse("a field is written almost like " + meant + "; write exactly " + meant);
      }
    }
  }

  /** Whether the field says anything: null and blank text do not. */
  boolean has(String name) {
    return switch (fields.get(name)) {
      case null -> false;
      case Json.Nothing _ -> false;
      case Json.Text text -> !text.value().isBlank();
      default -> true;
    };
  }

  /** The field as text; null where it is absent, or no plain value (then that is a problem). */
  @Nullable String text(String name) {
    if (!has(name)) {
      return null;
    }
    String text =
        switch (fields.get(name)) {
          case Json.Text string -> string.value().strip();
          case Json.Number number -> number.literal();
          case Json.Truth truth -> String.valueOf(truth.value());
          case null, default -> null;
        };
    if (text == null) {
      refuse(name + " must be a text or a number");
      return null;
    }
    if (text.contains("{{")) {
      refuse(name + " holds a placeholder that TradingView did not fill in for this kind of alert");
      return null;
    }
    if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      refuse(name + " must be at most " + MAX_TEXT + " printable characters");
      return null;
    }
    return text;
  }

  @Nullable BigDecimal decimal(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    BigDecimal value = Decimals.parse(text);
    if (value == null) {
      refuse(name + " must be a decimal with at most 18 digits before and 18 after the point");
    }
    return value;
  }

  @Nullable BigDecimal positive(String name) {
    BigDecimal value = decimal(name);
    if (value != null && value.signum() <= 0) {
      refuse(name + " must be above zero");
      return null;
    }
    return value;
  }

  @Nullable Integer wholeNumber(String name, int max) {
    BigDecimal value = decimal(name);
    if (value == null) {
      return null;
    }
    if (value.scale() > 0 || value.signum() < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      refuse(name + " must be a whole number from 0 to " + max);
      return null;
    }
    return value.intValueExact();
  }

  boolean truth(String name) {
    String text = text(name);
    if (text == null) {
      return false;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        refuse(name + " must be true or false");
        yield false;
      }
    };
  }

  @Nullable String id(@Nullable String standIn) {
    String id = has("id") ? text("id") : standIn;
    if (id != null && id.contains(Redactor.REDACTED)) {
      // Two alerts with different ids would become one, and the second would never trade.
      refuse("id looks as if it carries a secret; an id is stored, so it must not");
      return null;
    }
    return id;
  }

  @Nullable Instant time(@Nullable Instant standIn) {
    if (!has("time")) {
      return standIn;
    }
    String text = text("time");
    Instant time = text == null ? null : AlertTime.parse(text);
    if (text != null && time == null) {
      refuse("time must be like 2026-01-31T12:00:00Z, or seconds or milliseconds since 1970");
    }
    return time;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_\\- ]", "");
  }
}

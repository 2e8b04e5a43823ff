package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one body under all their names, and the problems found while reading them. */
final class AlertFields {
  static final int MAX_TEXT = 128;
  private static final int MAX_PROBLEMS = 40;

  private final FieldNames names;
  private final Map<String, Json> fields;
  private final List<ParsedAlert.Problem> problems = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();

  AlertFields(FieldNames names, Json.Members body) {
    this.names = names;
    this.fields = body.fields();
  }

  Map<String, Json> all() {
    return fields;
  }

  void refuse(String detail) {
    refuse(Refusal.INVALID, detail);
  }

  void refuse(Refusal refusal, String detail) {
    ParsedAlert.Problem problem = new ParsedAlert.Problem(refusal, detail);
    if (problems.size() < MAX_PROBLEMS && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  boolean refused() {
    return !problems.isEmpty();
  }

  List<ParsedAlert.Problem> problems() {
    return problems;
  }

  /** Notes that the order goes on without this field. */
  void ignore(String name, String why) {
    ignored.add(name + " is not looked at " + why);
  }

  List<String> ignored() {
    return ignored;
  }

  /** Refuses for the lack of a field, and names what another tool calls so. */
  void refuseMissing(Refusal refusal, String field, String mend) {
    List<String> foreign = names.foreign(field, fields.keySet()).stream().limit(3).toList();
    String hint =
        foreign.isEmpty()
            ? ""
            : " (" + String.join(", ", foreign) + " is not read; the name is " + field + ")";
    refuse(refusal, field + " is missing: " + mend + hint);
  }

  /** The names under which a field says anything: null and blank text do not. */
  List<String> given(String field) {
    return names.spellings(field).stream().filter(this::has).toList();
  }

  boolean has(String name) {
    return switch (fields.get(name)) {
      case null -> false;
      case Json.Nothing _ -> false;
      case Json.Text text -> !text.value().isBlank();
      default -> true;
    };
  }

  /**
   * The one value that all names of a field give; null where none does, or where that is a problem.
   *
   * @param reading of one name; null where it says nothing or was refused
   */
  <T> @Nullable T one(String field, Function<String, @Nullable T> reading) {
    T first = null;
    String firstName = "";
    for (String name : given(field)) {
      T value = reading.apply(name);
      if (value == null) {
        continue;
      }
      if (first == null) {
        first = value;
        firstName = name;
      } else if (!first.equals(value)) {
        refuseBoth(firstName, name);
        return null;
      }
    }
    return first;
  }

  void refuseBoth(String one, String other) {
    refuse(one + " and " + other + " say different things of one field; send one of them");
  }

  /** The field as text; null where it is absent, or no plain value (then that is a problem). */
  @Nullable String text(String name) {
    String text = plainText(name);
    int invisible = text == null ? -1 : Invisible.firstIn(text);
    if (text != null && invisible >= 0) {
      refuse(
          name
              + " holds an invisible character ("
              + Invisible.name(text.codePointAt(invisible))
              + "); type its value again");
      return null;
    }
    return text;
  }

  /** As {@link #text}, with characters that nobody sees: a name may have them. */
  @Nullable String plainText(String name) {
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
    if (placeholder(text)) {
      refuse(
          name
              + " holds a {{placeholder}} that TradingView did not fill in: those of strategies are"
              + " filled in alerts of strategies only");
      return null;
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      refuse(name + " holds a control character or line break; write it in one line");
      return null;
    }
    return text;
  }

  static boolean placeholder(String text) {
    return text.contains("{{") || text.contains("}}");
  }

  @Nullable BigDecimal decimal(String name) {
    String text = text(name);
    return text == null
        ? null
        : switch (Numbers.read(text)) {
          case Numbers.Result.Is(BigDecimal value) -> value;
          case Numbers.Result.Not(String why, _) -> {
            refuse(name + " " + why);
            yield null;
          }
        };
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

  @Nullable Boolean truth(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        refuse(name + " must be true or false");
        yield null;
      }
    };
  }

  @Nullable String id(String name) {
    String id = plainText(name);
    if (id != null && id.length() > MAX_TEXT) {
      refuse(name + " must be at most " + MAX_TEXT + " characters");
      return null;
    }
    if (id != null && id.contains(Redactor.REDACTED)) {
      // Two alerts with different ids would become one, and the second would never trade.
      refuse(name + " looks as if it carries a secret; an id is stored, so it must not");
      return null;
    }
    return id;
  }
}

package io.quantumvault.ingest.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a body holds besides the fields that are read: refused by name where it would change the
 * order elsewhere, kept by name where not.
 */
final class Unread {
  private static final int MAX_KEPT = 32;
  private static final Pattern SPEAKABLE = Pattern.compile("[A-Za-z0-9_.\\-]{1,32}");
  private static final Pattern SPEAKABLE_SECRET = Pattern.compile("[A-Za-z_.\\-]{1,32}");

  private final FieldNames names;
  private final AlertFields fields;
  private final boolean exit;
  private final List<String> kept = new ArrayList<>();

  private Unread(FieldNames names, AlertFields fields, boolean exit) {
    this.names = names;
    this.fields = fields;
    this.exit = exit;
  }

  /** The names that are kept; what is refused is refused in {@code fields}. */
  static List<String> read(FieldNames names, AlertFields fields, boolean exit) {
    Unread unread = new Unread(names, fields, exit);
    fields.all().forEach(unread::look);
    if (fields.refused()) {
      fields.all().keySet().forEach(unread::nameSecret);
    }
    return unread.kept;
  }

  private void look(String name, Json value) {
    if (names.read(name) != null) {
      return;
    }
    String resembled = names.resembled(name);
    FieldNames.Refused refused = names.refused(name);
    if (Redactor.tells(name) || value instanceof Json.Nothing || blank(value)) {
      keep(name);
    } else if (names.read(Invisible.without(name).strip()) != null) {
      fields.refuse(
          "the name of "
              + Invisible.without(name).strip()
              + " holds an invisible character or a space; type it again");
    } else if (resembled != null) {
      String field = names.read(resembled);
      if (exit && field != null && names.entryOnly(field)) {
        fields.ignore(name, "in an exit");
      } else {
        fields.refuse(name + " is written almost like " + resembled + "; write " + resembled);
      }
    } else if (refused != null && exit && refused.entryOnly()) {
      fields.ignore(name, "in an exit");
    } else if (holdsObject(value)) {
      fields.refuse(object(name, value));
    } else if (refused != null) {
      fields.refuse(name + " is not read: " + refused.sentence());
    } else if (value instanceof Json.Text(String text) && wrapsAlert(text)) {
      fields.refuse(
          speakable(name, name, "a field")
              + " holds an alert as a string; send what is in it as the body itself");
    } else {
      keep(name);
    }
  }

  private static boolean blank(Json value) {
    return value instanceof Json.Text(String text) && text.isBlank();
  }

  private boolean wrapsAlert(String text) {
    String stripped = text.strip();
    return fields.given("action").isEmpty() && stripped.startsWith("{") && stripped.endsWith("}");
  }

  private void keep(String name) {
    if (kept.size() < MAX_KEPT) {
      kept.add(cut(name));
    }
  }

  private static String cut(String name) {
    if (name.length() <= FieldNames.MAX_NAME) {
      return name;
    }
    int end = FieldNames.MAX_NAME - 1;
    return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private void nameSecret(String name) {
    if (Redactor.tells(name) && !(fields.all().get(name) instanceof Json.Nothing)) {
      String told = SPEAKABLE_SECRET.matcher(name).matches() ? name : "a field";
      fields.refuse(
          told
              + " looks like a secret by its name; its value is kept nowhere: leave it out, the"
              + " address is the secret");
    }
  }

  private static boolean holdsObject(Json value) {
    return switch (value) {
      case Json.Members _ -> true;
      case Json.Items(List<Json> values) -> values.stream().anyMatch(Unread::holdsObject);
      default -> false;
    };
  }

  /** Its names are told with ours: whoever copied it from a tutorial has little to change. */
  private String object(String name, Json value) {
    String told = speakable(name, name, "a field");
    if (!(value instanceof Json.Members(Map<String, Json> members))) {
      return told + " is a list of objects and is not read: one alert is one order";
    }
    String ours =
        members.keySet().stream()
            .filter(inner -> SPEAKABLE.matcher(inner).matches() && names.meaning(inner) != null)
            .map(inner -> names.meaning(inner) + " (its " + inner + ")")
            .limit(12)
            .collect(Collectors.joining(", "));
    return told
        + " is an object and is not read"
        + (ours.isEmpty()
            ? "; leave it out"
            : ": send beside the other fields what you need of it: " + ours);
  }

  /** A name as it may be repeated: one that could be anything else is not. */
  static String speakable(String name, String told, String otherwise) {
    return SPEAKABLE.matcher(name).matches() && !name.contains(Redactor.REDACTED)
        ? told
        : otherwise;
  }
}

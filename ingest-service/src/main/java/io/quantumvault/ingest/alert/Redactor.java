package io.quantumvault.ingest.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of a body before anything else looks at it, so that nothing stored or answered
 * can hold one.
 *
 * <p>Three passes, each on the whole tree: members whose name says secret lose their value; the
 * values found there (and the URL token) are taken out wherever else they stand, names included;
 * and inside free text {@code password=…} and its like lose what follows.
 */
public final class Redactor {
  /** What stands where a secret stood. */
  public static final String REDACTED = "[REDACTED]";

  /** Shorter ones (a coin's name under "token") would tear holes into honest fields. */
  private static final int SHORTEST_HUNTED = 12;

  private static final List<String> TELLING_PARTS =
      List.of(
          "secret",
          "token",
          "passphrase",
          "password",
          "passwd",
          "apikey",
          "privatekey",
          "accesskey",
          "mnemonic",
          "seedphrase",
          "credential",
          "authorization",
          "cookie");

  private static final List<String> TELLING_NAMES =
      List.of("pass", "pwd", "pin", "key", "auth", "seed", "otp", "jwt", "bearer");

  // Every repetition is possessive or bounded: a hostile body costs linear time.
  private static final Pattern ASSIGNED_IN_TEXT =
      Pattern.compile(
          "((?:secret|token|passphrase|password|passwd|api[_-]?key|private[_-]?key)"
              + "[\\w-]{0,32}+[\"']?+\\s{0,8}+[:=]\\s{0,8}+)"
              + "(?:\"[^\"]{0,4096}+\"|'[^']{0,4096}+'|[^\\s,;}]++)",
          Pattern.CASE_INSENSITIVE);

  private Redactor() {}

  /** The body without secrets. {@code urlToken} is what the request's address carried. */
  public static Json.Members redact(Json.Members body, String urlToken) {
    List<String> hunted = new ArrayList<>();
    hunt(urlToken, hunted);
    Json.Members named = byName(body, hunted);
    return (Json.Members) everywhere(named, hunted);
  }

  private static Json.Members byName(Json.Members members, List<String> hunted) {
    Map<String, Json> kept = new LinkedHashMap<>();
    members
        .fields()
        .forEach((name, value) -> {
          if (tells(name) && !(value instanceof Json.Nothing)) {
            collect(value, hunted);
            kept.put(name, new Json.Text(REDACTED));
          } else {
            kept.put(name, byName(value, hunted));
          }
        });
    return new Json.Members(kept);
  }

  private static Json byName(Json value, List<String> hunted) {
    return switch (value) {
      case Json.Members members -> byName(members, hunted);
      case Json.Items items ->
          new Json.Items(items.values().stream().map(item -> byName(item, hunted)).toList());
      default -> value;
    };
  }

  static boolean tells(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    return TELLING_NAMES.contains(plain) || TELLING_PARTS.stream().anyMatch(plain::contains);
  }

  private static void collect(Json value, List<String> hunted) {
    switch (value) {
      case Json.Members members -> members.fields().values().forEach(v -> collect(v, hunted));
      case Json.Items items -> items.values().forEach(v -> collect(v, hunted));
      case Json.Text text -> hunt(text.value(), hunted);
      case Json.Number number -> hunt(number.literal(), hunted);
      case Json.Truth _, Json.Nothing _ -> {}
    }
  }

  private static void hunt(String secret, List<String> hunted) {
    // The cap keeps the work of the second pass linear in the body, whatever it holds.
    if (secret.length() >= SHORTEST_HUNTED && hunted.size() < 16) {
      hunted.add(secret);
    }
  }

  private static Json everywhere(Json value, List<String> hunted) {
    return switch (value) {
      case Json.Members members -> {
        Map<String, Json> kept = new LinkedHashMap<>();
        members.fields().forEach((name, v) -> kept.put(clean(name, hunted), everywhere(v, hunted)));
        yield new Json.Members(kept);
      }
      case Json.Items items ->
          new Json.Items(items.values().stream().map(v -> everywhere(v, hunted)).toList());
      case Json.Text text -> new Json.Text(clean(text.value(), hunted));
      case Json.Number number -> {
        String cleaned = clean(number.literal(), hunted);
        yield cleaned.equals(number.literal()) ? number : new Json.Text(cleaned);
      }
      case Json.Truth _, Json.Nothing _ -> value;
    };
  }

  private static String clean(String text, List<String> hunted) {
    String cleaned = text;
    for (String secret : hunted) {
      cleaned = cleaned.replace(secret, REDACTED);
    }
    return ASSIGNED_IN_TEXT.matcher(cleaned).replaceAll("$1" + REDACTED);
  }
}

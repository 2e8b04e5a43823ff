package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.Invisible;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says what is wrong with a text that is no JSON, in words for who wrote it: each fault with its
 * line and its mend. It quotes digits and what JSON's own words are, never anything else. One pass;
 * a text costs in proportion to its length.
 */
final class JsonFaults {
  private static final int MAX_FAULTS = 10;
  private static final int MAX_ECHO = 40;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern SHORT_NUMBER = Pattern.compile("-?\\d{1,20}");
  private static final Set<String> WORDS = Set.of("true", "false", "null");
  private static final Set<String> FOREIGN_WORDS =
      Set.of("NaN", "nan", "na", "Infinity", "None", "True", "False", "undefined", "NULL");

  /** Kinds of tokens before the current one. */
  private enum Before {
    NOTHING,
    VALUE,
    NUMBER,
    OPENING,
    COLON,
    COMMA
  }

  private final String text;
  private final Set<String> faults = new LinkedHashSet<>();
  private final Deque<Character> open = new ArrayDeque<>();
  private final Deque<Set<String>> keys = new ArrayDeque<>();
  private Before before = Before.NOTHING;
  private boolean ended;
  private String lastNumber = "";
  private int at;
  private int line = 1;

  private JsonFaults(String text) {
    this.text = text;
  }

  /** All that is found; empty where the text looks sound. */
  static List<String> in(String text) {
    JsonFaults faults = new JsonFaults(text);
    faults.read();
    return new ArrayList<>(faults.faults);
  }

  private void read() {
    while (at < text.length() && faults.size() < MAX_FAULTS) {
      int codePoint = text.codePointAt(at);
      if (codePoint == '\n') {
        line++;
        at++;
      } else if (codePoint == ' ' || codePoint == '\t' || codePoint == '\r') {
        at++;
      } else {
        token(codePoint);
      }
    }
    if (at >= text.length() && !open.isEmpty()) {
      faults.add("the body ends before its closing " + (open.peek() == '{' ? "}" : "]"));
    }
  }

  private void token(int codePoint) {
    if (Invisible.is(codePoint)) {
      faults.add(
          "there is an invisible character ("
              + Invisible.name(codePoint)
              + ") on line "
              + line
              + "; type that place again");
      at += Character.charCount(codePoint);
    } else if (isTypographic(codePoint)) {
      typographic(codePoint);
    } else if (text.startsWith("{{", at)) {
      placeholder();
    } else if (text.startsWith("//", at) || text.startsWith("/*", at) || codePoint == '#') {
      comment();
    } else if (text.startsWith("&quot;", at)) {
      faults.add("the quotes on line " + line + " are HTML (&quot;); send the text unescaped");
      at += "&quot;".length();
    } else {
      plain((char) codePoint, codePoint);
    }
  }

  private void plain(char c, int codePoint) {
    switch (c) {
      case '"' -> string();
      case '\'' -> single();
      case '\\' -> {
        faults.add(
            "there is a backslash before a quote or name on line "
                + line
                + "; send the body itself, not escaped or as a string");
        at += Math.min(2, text.length() - at);
      }
      case '{', '[' -> {
        beforeValue();
        open.push(c);
        keys.push(new HashSet<>());
        before = Before.OPENING;
        at++;
      }
      case '}', ']' -> close(c);
      case ':' -> {
        before = Before.COLON;
        at++;
      }
      case ',' -> comma();
      default -> {
        if (Character.isLetter(codePoint) || c == '_' || c == '$') {
          word();
        } else if (c == '-' || c == '+' || c == '.' || Character.isDigit(codePoint)) {
          number();
        } else {
          faults.add("there is a character that JSON has no use for on line " + line);
          at += Character.charCount(codePoint);
        }
      }
    }
  }

  private void close(char c) {
    if (open.isEmpty() || open.peek() != (c == '}' ? '{' : '[')) {
      faults.add("there is a " + c + " without its beginning on line " + line);
    } else {
      open.pop();
      keys.pop();
      ended = open.isEmpty();
    }
    before = Before.VALUE;
    at++;
  }

  private void comma() {
    int next = at + 1;
    int lines = 0;
    while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
      lines += text.charAt(next) == '\n' ? 1 : 0;
      next++;
    }
    char following = next < text.length() ? text.charAt(next) : ' ';
    if (following == '}' || following == ']') {
      faults.add("there is a comma before the " + following + " on line " + line + "; take it out");
    } else if (following == ',' || before == Before.OPENING || before == Before.COLON) {
      faults.add("there is a comma too many on line " + line);
    } else if (before == Before.NUMBER
        && !open.isEmpty()
        && open.peek() == '{'
        && Character.isDigit(following)) {
      decimalComma(next);
      return;
    } else if (ended && open.isEmpty() && following == '{') {
      several();
    }
    before = Before.COMMA;
    line += lines;
    at = next;
  }

  private void decimalComma(int next) {
    int end = next;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    String better = lastNumber + "." + text.substring(next, end);
    faults.add(
        "there is a comma inside a number on line "
            + line
            + "; write a decimal point"
            + (better.length() > MAX_ECHO ? "" : ": " + better));
    at = end;
  }

  private void beforeValue() {
    if (ended && open.isEmpty()) {
      several();
    } else if (before == Before.VALUE || before == Before.NUMBER) {
      faults.add("a comma is missing, or a quote too many, on line " + line);
    }
  }

  private void several() {
    faults.add(
        "something follows the first object on line "
            + line
            + ": several orders in one body are not read; send each as an alert of its own");
  }

  private void string() {
    beforeValue();
    int begin = line;
    int from = ++at;
    boolean broken = false;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '\n' || c == '\r') {
        broken = true;
        line += c == '\n' ? 1 : 0;
      } else if (c < ' ') {
        faults.add("there is a control character inside a text on line " + line);
      }
      at++;
    }
    if (at >= text.length()) {
      faults.add("a text that begins on line " + begin + " has no closing quote");
      at = text.length();
      return;
    }
    if (broken) {
      faults.add(
          "there is a line break inside a text that begins on line "
              + begin
              + "; write it in one line, or as \\n");
    }
    String value = text.substring(from, at);
    at++;
    before = Before.VALUE;
    if (nextIs(':') && !keys.isEmpty() && !keys.peek().add(value)) {
      faults.add("a name occurs twice in one object, the second time on line " + begin);
    }
  }

  private boolean nextIs(char wanted) {
    int next = at;
    while (next < text.length() && " \t".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    return next < text.length() && text.charAt(next) == wanted;
  }

  private void single() {
    faults.add("there is a single quote on line " + line + "; JSON has straight double ones (\")");
    skipTo("'");
    before = Before.VALUE;
  }

  private void typographic(int codePoint) {
    faults.add(
        "there is a typographic quote ("
            + Invisible.name(codePoint)
            + ") on line "
            + line
            + "; type straight ones (\")");
    at++;
    while (at < text.length()
        && text.charAt(at) != '\n'
        && text.charAt(at) != '"'
        && !isTypographic(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
    before = Before.VALUE;
  }

  private static boolean isTypographic(int codePoint) {
    return (codePoint >= 0x2018 && codePoint <= 0x201f)
        || codePoint == 0xab
        || codePoint == 0xbb
        || (codePoint >= 0x2032 && codePoint <= 0x2036)
        || codePoint == 0xff02
        || codePoint == 0xb4
        || codePoint == '`';
  }

  private void placeholder() {
    faults.add(
        "there is a {{placeholder}} on line "
            + line
            + " that TradingView did not fill in: those of strategies are filled in alerts of"
            + " strategies only");
    skipTo("}}");
    before = Before.VALUE;
  }

  private void comment() {
    faults.add("there is a comment on line " + line + "; JSON has none: take it out");
    if (text.startsWith("/*", at)) {
      at++;
      skipTo("*/");
    } else {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    }
  }

  /**
   * Goes behind the next occurrence, at most to the end of the line or, of a block, of the text.
   */
  private void skipTo(String end) {
    int found = text.indexOf(end, at + 1);
    int lineEnd = text.indexOf('\n', at);
    if (found < 0 || (lineEnd >= 0 && lineEnd < found && !end.equals("*/"))) {
      at = lineEnd < 0 ? text.length() : lineEnd;
      return;
    }
    line += (int) text.substring(at, found).chars().filter(c -> c == '\n').count();
    at = found + end.length();
  }

  private void word() {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_$.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    at = Math.max(at, from + 1);
    String word = text.substring(from, at);
    if (FOREIGN_WORDS.contains(word)) {
      faults.add(
          word
              + " on line "
              + line
              + " is nothing that JSON has; leave that field out, or quote it");
    } else if (nextIs(':')) {
      faults.add("a name on line " + line + " has no quotes; JSON wants them: \"name\"");
    } else if (!WORDS.contains(word)) {
      faults.add(
          "a value on line "
              + line
              + " has no quotes"
              + (WORDS.contains(word.toLowerCase(Locale.ROOT)) ? " or is in capitals" : ""));
    } else {
      beforeValue();
    }
    before = Before.VALUE;
  }

  private void number() {
    beforeValue();
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "+-._%".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    String number = text.substring(from, at);
    if (!NUMBER.matcher(number).matches()) {
      faults.add(
          "a number on line " + line + " is not written as JSON has it; put it in quotes (\")");
    }
    lastNumber = SHORT_NUMBER.matcher(number).matches() ? number : "";
    before = Before.NUMBER;
  }
}

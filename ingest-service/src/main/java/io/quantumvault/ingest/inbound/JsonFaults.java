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

  private final TextCursor in;
  private final Set<String> faults = new LinkedHashSet<>();
  private final Deque<Character> open = new ArrayDeque<>();
  private final Deque<Set<String>> keys = new ArrayDeque<>();
  private Before before = Before.NOTHING;
  private boolean ended;
  private String lastNumber = "";

  private JsonFaults(String text) {
    this.in = new TextCursor(text);
  }

  /** All that is found; empty where the text looks sound. */
  static List<String> in(String text) {
    JsonFaults faults = new JsonFaults(text);
    faults.read();
    return new ArrayList<>(faults.faults);
  }

  private void read() {
    while (in.at < in.text.length() && faults.size() < MAX_FAULTS) {
      int codePoint = in.text.codePointAt(in.at);
      if (codePoint == '\n') {
        in.line++;
        in.at++;
      } else if (codePoint == ' ' || codePoint == '\t' || codePoint == '\r') {
        in.at++;
      } else {
        token(codePoint);
      }
    }
    if (in.at >= in.text.length() && !open.isEmpty()) {
      faults.add("the body ends before its closing " + (open.peek() == '{' ? "}" : "]"));
    }
  }

  private void token(int codePoint) {
    if (Invisible.is(codePoint)) {
      faults.add(
          "there is an invisible character ("
              + Invisible.name(codePoint)
              + ") on line "
              + in.line
              + "; type that place again");
      in.at += Character.charCount(codePoint);
    } else if (TextCursor.isTypographic(codePoint)) {
      typographic(codePoint);
    } else if (in.text.startsWith("{{", in.at)) {
      placeholder();
    } else if (in.text.startsWith("//", in.at)
        || in.text.startsWith("/*", in.at)
        || codePoint == '#') {
      comment();
    } else if (in.text.startsWith("&quot;", in.at)) {
      faults.add("the quotes on line " + in.line + " are HTML (&quot;); send the text unescaped");
      in.at += "&quot;".length();
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
                + in.line
                + "; send the body itself, not escaped or as a string");
        in.at += Math.min(2, in.text.length() - in.at);
      }
      case '{', '[' -> {
        beforeValue();
        open.push(c);
        keys.push(new HashSet<>());
        before = Before.OPENING;
        in.at++;
      }
      case '}', ']' -> close(c);
      case ':' -> {
        before = Before.COLON;
        in.at++;
      }
      case ',' -> comma();
      default -> {
        if (Character.isLetter(codePoint) || c == '_' || c == '$') {
          word();
        } else if (c == '-' || c == '+' || c == '.' || Character.isDigit(codePoint)) {
          number();
        } else {
          faults.add("there is a character that JSON has no use for on line " + in.line);
          in.at += Character.charCount(codePoint);
        }
      }
    }
  }

  private void close(char c) {
    if (open.isEmpty() || open.peek() != (c == '}' ? '{' : '[')) {
      faults.add("there is a " + c + " without its beginning on line " + in.line);
    } else {
      open.pop();
      keys.pop();
      ended = open.isEmpty();
    }
    before = Before.VALUE;
    in.at++;
  }

  private void comma() {
    int next = in.at + 1;
    int lines = 0;
    while (next < in.text.length() && " \t\r\n".indexOf(in.text.charAt(next)) >= 0) {
      lines += in.text.charAt(next) == '\n' ? 1 : 0;
      next++;
    }
    char following = next < in.text.length() ? in.text.charAt(next) : ' ';
    if (following == '}' || following == ']') {
      faults.add(
          "there is a comma before the " + following + " on line " + in.line + "; take it out");
    } else if (following == ',' || before == Before.OPENING || before == Before.COLON) {
      faults.add("there is a comma too many on line " + in.line);
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
    in.line += lines;
    in.at = next;
  }

  private void decimalComma(int next) {
    int end = next;
    while (end < in.text.length() && Character.isDigit(in.text.charAt(end))) {
      end++;
    }
    String better = lastNumber + "." + in.text.substring(next, end);
    faults.add(
        "there is a comma inside a number on line "
            + in.line
            + "; write a decimal point"
            + (better.length() > MAX_ECHO ? "" : ": " + better));
    in.at = end;
  }

  private void beforeValue() {
    if (ended && open.isEmpty()) {
      several();
    } else if (before == Before.VALUE || before == Before.NUMBER) {
      faults.add("a comma is missing, or a quote too many, on line " + in.line);
    }
  }

  private void several() {
    faults.add(
        "something follows the first object on line "
            + in.line
            + ": several orders in one body are not read; send each as an alert of its own");
  }

  private void string() {
    beforeValue();
    int begin = in.line;
    int from = ++in.at;
    boolean broken = false;
    while (in.at < in.text.length() && in.text.charAt(in.at) != '"') {
      char c = in.text.charAt(in.at);
      if (c == '\\') {
        in.at++;
      } else if (c == '\n' || c == '\r') {
        broken = true;
        in.line += c == '\n' ? 1 : 0;
      } else if (c < ' ') {
        faults.add("there is a control character inside a text on line " + in.line);
      }
      in.at++;
    }
    if (in.at >= in.text.length()) {
      faults.add("a text that begins on line " + begin + " has no closing quote");
      in.at = in.text.length();
      return;
    }
    if (broken) {
      faults.add(
          "there is a line break inside a text that begins on line "
              + begin
              + "; write it in one line, or as \\n");
    }
    String value = in.text.substring(from, in.at);
    in.at++;
    before = Before.VALUE;
    if (in.nextIs(':') && !keys.isEmpty() && !keys.peek().add(value)) {
      faults.add("a name occurs twice in one object, the second time on line " + begin);
    }
  }

  private void single() {
    faults.add(
        "there is a single quote on line " + in.line + "; JSON has straight double ones (\")");
    in.skipTo("'");
    before = Before.VALUE;
  }

  private void typographic(int codePoint) {
    faults.add(
        "there is a typographic quote ("
            + Invisible.name(codePoint)
            + ") on line "
            + in.line
            + "; type straight ones (\")");
    in.at++;
    while (in.at < in.text.length()
        && in.text.charAt(in.at) != '\n'
        && in.text.charAt(in.at) != '"'
        && !TextCursor.isTypographic(in.text.charAt(in.at))) {
      in.at++;
    }
    if (in.at < in.text.length() && in.text.charAt(in.at) != '\n') {
      in.at++;
    }
    before = Before.VALUE;
  }

  private void placeholder() {
    faults.add(
        "there is a {{placeholder}} on line "
            + in.line
            + " that TradingView did not fill in: those of strategies are filled in alerts of"
            + " strategies only");
    in.skipTo("}}");
    before = Before.VALUE;
  }

  private void comment() {
    faults.add("there is a comment on line " + in.line + "; JSON has none: take it out");
    if (in.text.startsWith("/*", in.at)) {
      in.at++;
      in.skipTo("*/");
    } else {
      int end = in.text.indexOf('\n', in.at);
      in.at = end < 0 ? in.text.length() : end;
    }
  }

  private void word() {
    int from = in.at;
    while (in.at < in.text.length()
        && (Character.isLetterOrDigit(in.text.charAt(in.at))
            || "_$.".indexOf(in.text.charAt(in.at)) >= 0)) {
      in.at++;
    }
    in.at = Math.max(in.at, from + 1);
    String word = in.text.substring(from, in.at);
    if (FOREIGN_WORDS.contains(word)) {
      faults.add(
          word
              + " on line "
              + in.line
              + " is nothing that JSON has; leave that field out, or quote it");
    } else if (in.nextIs(':')) {
      faults.add("a name on line " + in.line + " has no quotes; JSON wants them: \"name\"");
    } else if (!WORDS.contains(word)) {
      faults.add(
          "a value on line "
              + in.line
              + " has no quotes"
              + (WORDS.contains(word.toLowerCase(Locale.ROOT)) ? " or is in capitals" : ""));
    } else {
      beforeValue();
    }
    before = Before.VALUE;
  }

  private void number() {
    beforeValue();
    int from = in.at;
    while (in.at < in.text.length()
        && (Character.isLetterOrDigit(in.text.charAt(in.at))
            || "+-._%".indexOf(in.text.charAt(in.at)) >= 0)) {
      in.at++;
    }
    String number = in.text.substring(from, in.at);
    if (!NUMBER.matcher(number).matches()) {
      faults.add(
          "a number on line " + in.line + " is not written as JSON has it; put it in quotes (\")");
    }
    lastNumber = SHORT_NUMBER.matcher(number).matches() ? number : "";
    before = Before.NUMBER;
  }
}

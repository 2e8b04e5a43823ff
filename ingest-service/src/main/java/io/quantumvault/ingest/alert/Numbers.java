package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Exact decimals as senders write them, never through {@code double}: at most 128 characters, an
 * exponent of at most 99. What is none is told with its mend, which quotes digits only.
 */
final class Numbers {
  static final int MAX_CHARS = 128;
  private static final int MAX_EXPONENT = 99;
  private static final int MAX_ECHO = 40;

  private static final String DIGITS = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)";
  private static final Pattern FORM =
      Pattern.compile("([+-]?" + DIGITS + ")(?:[eE]([+-]?\\d{1,9}))?");
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
  private static final Pattern AMBIGUOUS = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+");
  private static final Pattern POINTS_BETWEEN_THOUSANDS =
      Pattern.compile("[+-]?\\d{1,3}(?:(?:\\.\\d{3})+,\\d+|(?:\\.\\d{3}){2,})");
  private static final Pattern OTHER_THOUSANDS =
      Pattern.compile("[+-]?\\d{1,3}(?:[ '_\\u2019]\\d{3})+(?:\\.\\d+)?");
  private static final Pattern CURRENCY =
      Pattern.compile("([+-]?)(\\p{Sc}?) ?([\\d.,]+) ?(\\p{Sc}?)");
  private static final Pattern COIN =
      Pattern.compile("([+-]?[\\d.,]+) ?([A-Za-z]{2,10})|([A-Za-z]{2,10}) ?([\\d.,]+)");
  private static final Pattern TIMES = Pattern.compile("([\\d.]+) ?[xX]|[xX] ?([\\d.]+)");
  private static final Set<String> NOTHINGS =
      Set.of("nan", "na", "n/a", "null", "none", "undefined", "nil");
  private static final Set<String> DOLLARS = Set.of("USD", "USDT", "USDC", "DOLLAR", "DOLLARS");

  private Numbers() {}

  /** What a text is. */
  sealed interface Result {
    /** A number, without trailing zeros and never of negative scale. */
    record Is(BigDecimal value) implements Result {}

    /**
     * No number.
     *
     * @param why follows the field's name in a sentence
     * @param dollars the number, where it was given as dollars
     */
    record Not(String why, @Nullable String dollars) implements Result {}
  }

  static Result read(String text) {
    if (text.length() > MAX_CHARS) {
      return not(
          "has " + text.length() + " characters; a number has at most " + MAX_CHARS + " digits");
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return not(mend(text), dollars(text));
    }
    String exponent = form.group(2);
    if (exponent != null && Math.abs(Integer.parseInt(exponent)) > MAX_EXPONENT) {
      return not("has an exponent beyond " + MAX_EXPONENT + "; write the number out");
    }
    BigDecimal value = new BigDecimal(text);
    value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return new Result.Is(value.scale() < 0 ? value.setScale(0) : value);
  }

  private static String mend(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (NOTHINGS.contains(lower)) {
      return "is "
          + (lower.equals("nan") ? "NaN" : lower)
          + ", which is no number: the chart had no value; leave the field out where there is none";
    }
    if (lower.endsWith("infinity") || lower.endsWith("inf")) {
      return "is infinite, which is no number";
    }
    if (AMBIGUOUS.matcher(text).matches()) {
      return "has a comma that may stand between thousands or before decimals"
          + write(
              text.replace(",", "") + " or " + text.replace(',', '.') + ", with a decimal point");
    }
    if (THOUSANDS.matcher(text).matches()) {
      return "has thousands separators" + write(text.replace(",", ""));
    }
    if (DECIMAL_COMMA.matcher(text).matches()) {
      return "has a decimal comma" + write(text.replace(',', '.') + ", with a decimal point");
    }
    if (POINTS_BETWEEN_THOUSANDS.matcher(text).matches()) {
      return "has thousands separators" + write(text.replace(".", "").replace(',', '.'));
    }
    if (OTHER_THOUSANDS.matcher(text).matches()) {
      return "has thousands separators" + write(text.replaceAll("[ '_\u2019]", ""));
    }
    if (text.endsWith("%")) {
      return "is given in per cent, which it cannot be";
    }
    Matcher times = TIMES.matcher(text);
    if (times.matches()) {
      return "has an x" + write(first(times.group(1), times.group(2)) + ", without it");
    }
    Matcher currency = CURRENCY.matcher(text);
    if (currency.matches()) {
      return "has a currency sign" + write(first(currency.group(3), null) + ", without it");
    }
    Matcher coin = COIN.matcher(text);
    if (coin.matches()) {
      return "names a coin or unit" + write(first(coin.group(1), coin.group(4)) + ", without it");
    }
    return "is no number; write it in digits with a decimal point, like 1.5";
  }

  /** The number of {@code $250} or {@code 250 USDT}; null where the text is nothing like that. */
  private static @Nullable String dollars(String text) {
    Matcher currency = CURRENCY.matcher(text);
    if (currency.matches() && text.indexOf('$') >= 0) {
      return currency.group(3);
    }
    Matcher coin = COIN.matcher(text);
    if (coin.matches()
        && DOLLARS.contains(first(coin.group(2), coin.group(3)).toUpperCase(Locale.ROOT))) {
      return first(coin.group(1), coin.group(4));
    }
    return null;
  }

  private static String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other == null ? "" : other;
  }

  /** A long number is not repeated: an answer has an end. */
  private static String write(String better) {
    return better.length() > MAX_ECHO ? "" : "; write " + better;
  }

  private static Result not(String why) {
    return not(why, null);
  }

  private static Result not(String why, @Nullable String dollars) {
    return new Result.Not(why, dollars);
  }
}

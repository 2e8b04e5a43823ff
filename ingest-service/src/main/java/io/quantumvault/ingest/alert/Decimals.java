package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Exact decimals: at most 18 digits before and 18 after the point, never through {@code double}.
 */
public final class Decimals {
  private static final int MAX_DIGITS = 18;
  // Two exponent digits at most: a longer one would make gigabytes of zeros.
  private static final Pattern FORM =
      Pattern.compile("[+-]?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,2})?");

  private Decimals() {}

  /** The number, or null where the text is none or has too many digits. */
  public static @Nullable BigDecimal parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return null;
    }
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    if (value.scale() > MAX_DIGITS || value.precision() - value.scale() > MAX_DIGITS) {
      return null;
    }
    return value.scale() < 0 ? value.setScale(0) : value;
  }
}

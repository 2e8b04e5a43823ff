package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what the strategy holds after the order: signed, unsigned with a side, or a side alone. */
final class PositionField {
  private static final String OURS = "positionAfter";
  private static final String SIGNED = "position_size";
  private static final String UNSIGNED = "market_position_size";

  private PositionField() {}

  /** What is known of it; flat is a position of 0. */
  record After(@Nullable BigDecimal position, @Nullable Side side) {
    static final After UNKNOWN = new After(null, null);
  }

  private enum Word {
    LONG(1),
    SHORT(-1),
    FLAT(0);

    private final int sign;

    Word(int sign) {
      this.sign = sign;
    }
  }

  static After read(AlertFields fields) {
    BigDecimal ours = fields.decimal(OURS);
    BigDecimal signed = fields.decimal(SIGNED);
    BigDecimal unsigned = unsigned(fields);
    Word word = fields.one("marketPosition", name -> word(fields, name));
    String wordName = String.join(", ", fields.given("marketPosition"));
    BigDecimal size = ours != null ? ours : unsigned;
    String sizeName = ours != null ? OURS : UNSIGNED;
    if (ours != null && unsigned != null && ours.abs().compareTo(unsigned) != 0) {
      fields.refuseBoth(OURS, UNSIGNED);
      return After.UNKNOWN;
    }
    if (signed != null) {
      if (size != null
          && (size.abs().compareTo(signed.abs()) != 0
              || (size.signum() < 0 && signed.signum() > 0))) {
        fields.refuseBoth(sizeName, SIGNED);
        return After.UNKNOWN;
      }
      if (ours != null && word == null && ours.compareTo(signed) != 0) {
        fields.refuseBoth(OURS, SIGNED);
        return After.UNKNOWN;
      }
      if (word != null && signed.signum() != word.sign) {
        fields.refuseBoth(SIGNED, wordName);
        return After.UNKNOWN;
      }
      return new After(signed, null);
    }
    if (size == null) {
      return word == null ? After.UNKNOWN : alone(word);
    }
    if (word == null) {
      if (ours == null && size.signum() != 0) {
        fields.refuse(
            UNSIGNED
                + " has no side: send market_position beside it, or positionAfter with"
                + " {{strategy.position_size}}");
        return After.UNKNOWN;
      }
      return new After(size, null);
    }
    if ((size.signum() == 0) != (word == Word.FLAT) || (size.signum() < 0 && word == Word.LONG)) {
      fields.refuseBoth(sizeName, wordName);
      return After.UNKNOWN;
    }
    // TradingView's market_position_size is unsigned: the side beside it is the sign.
    return new After(word == Word.SHORT ? size.abs().negate() : size, null);
  }

  private static After alone(Word word) {
    return switch (word) {
      case FLAT -> new After(BigDecimal.ZERO, null);
      case LONG -> new After(null, Side.LONG);
      case SHORT -> new After(null, Side.SHORT);
    };
  }

  private static @Nullable BigDecimal unsigned(AlertFields fields) {
    BigDecimal value = fields.decimal(UNSIGNED);
    if (value != null && value.signum() < 0) {
      fields.refuse(UNSIGNED + " is below zero; a signed position is positionAfter");
      return null;
    }
    return value;
  }

  private static @Nullable Word word(AlertFields fields, String name) {
    String text = fields.text(name);
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "long" -> Word.LONG;
      case "short" -> Word.SHORT;
      case "flat" -> Word.FLAT;
      default -> {
        fields.refuse(name + " is none of long, short, flat");
        yield null;
      }
    };
  }
}

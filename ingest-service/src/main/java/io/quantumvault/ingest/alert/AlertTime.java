package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * The times senders write: ISO 8601 with a zone, or seconds or milliseconds since 1970; and whether
 * one is fresh. Instants are of milliseconds: what is finer is cut off.
 */
final class AlertTime {
  /** At receipt an alert is no older. */
  static final Duration OLDEST = Duration.ofSeconds(60);

  /** At receipt an alert is no further ahead. */
  static final Duration FURTHEST_AHEAD = Duration.ofSeconds(10);

  private static final BigDecimal FIRST_SECOND = new BigDecimal("1e9");
  private static final BigDecimal LAST_SECOND = new BigDecimal("1e10");
  private static final BigDecimal THOUSAND = new BigDecimal("1000");

  private static final Pattern ISO_BEGINNING = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");
  private static final Pattern WITHOUT_ZONE =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d(?:[Tt ]\\d\\d(?::\\d\\d){1,2}(?:\\.\\d{1,9})?)?");

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .toFormatter();

  private AlertTime() {}

  /** What a text says. */
  sealed interface Result {
    /** A time. */
    record Is(Instant time) implements Result {}

    /** None; {@code why} follows the field's name in a sentence. */
    record Not(String why) implements Result {}
  }

  static Result read(String text) {
    if (ISO_BEGINNING.matcher(text).matches()) {
      return iso(text);
    }
    return switch (Numbers.read(text)) {
      case Numbers.Result.Is(BigDecimal number) -> sinceEpoch(number);
      case Numbers.Result.Not(String why, _) ->
          Character.isDigit(text.charAt(0)) && text.indexOf(',') > 0 ? new Result.Not(why) : form();
    };
  }

  private static Result iso(String text) {
    if (WITHOUT_ZONE.matcher(text).matches()) {
      return new Result.Not(
          "has no zone; end it with Z or an offset such as +02:00, or send {{timenow}}");
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text.replaceFirst("^(\\S{10}) ", "$1T"), ISO);
      // Outside four-digit years it is a typing error, and milliseconds could overflow.
      return time.getYear() >= 1970
          ? new Result.Is(
              time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().truncatedTo(ChronoUnit.MILLIS))
          : form();
    } catch (DateTimeException e) {
      return form();
    }
  }

  private static Result sinceEpoch(BigDecimal number) {
    if (within(number, BigDecimal.ONE)) {
      return new Result.Is(millis(number.multiply(THOUSAND)));
    }
    if (within(number, THOUSAND)) {
      return new Result.Is(millis(number));
    }
    return form();
  }

  private static boolean within(BigDecimal number, BigDecimal unit) {
    return number.compareTo(FIRST_SECOND.multiply(unit)) >= 0
        && number.compareTo(LAST_SECOND.multiply(unit)) < 0;
  }

  private static Instant millis(BigDecimal millis) {
    return Instant.ofEpochMilli(millis.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static Result form() {
    return new Result.Not(
        "is no time that is read; write it like 2026-01-31T12:00:00Z, or as seconds or"
            + " milliseconds since 1970: {{timenow}}");
  }
}

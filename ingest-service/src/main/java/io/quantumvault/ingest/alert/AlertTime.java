package io.quantumvault.ingest.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The times senders write: RFC 3339 text, or seconds or milliseconds since 1970. */
final class AlertTime {
  private static final Pattern SECONDS = Pattern.compile("\\d{10}");
  private static final Pattern MILLISECONDS = Pattern.compile("\\d{13}");

  private AlertTime() {}

  static @Nullable Instant parse(String text) {
    if (SECONDS.matcher(text).matches()) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    if (MILLISECONDS.matcher(text).matches()) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      // Outside four-digit years it is a typing error, and milliseconds could overflow.
      return time.getYear() >= 1970 && time.getYear() <= 9999 ? time.toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}

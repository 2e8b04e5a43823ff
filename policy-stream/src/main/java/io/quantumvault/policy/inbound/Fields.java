package io.quantumvault.policy.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.quantumvault.schemas.ids.Base58;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strict reading of the event contracts' text fields. */
final class Fields {
  /** As long as an alert may write a number, exponent and all; arithmetic on it stays cheap. */
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,230}(\\.\\d{1,230})?");

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** The year 9999: anything later is no time. */
  private static final long LATEST_MS = 253_402_300_799_999L;

  private Fields() {}

  static <T extends Message> T message(Parser<T> parser, byte @Nullable [] bytes)
      throws UnreadableRecord {
    if (bytes == null) {
      throw new UnreadableRecord("no value");
    }
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableRecord("not the message of this topic");
    }
  }

  static Optional<String> wallet(byte @Nullable [] key) {
    return Optional.ofNullable(key)
        .map(bytes -> new String(bytes, US_ASCII))
        .filter(Base58::isAddress);
  }

  static UUID id(String name, String text) throws UnreadableRecord {
    if (!ID.matcher(text).matches()) {
      throw new UnreadableRecord(name + " is no id");
    }
    return UUID.fromString(text);
  }

  static BigDecimal decimal(String name, String text) throws UnreadableRecord {
    if (!DECIMAL.matcher(text).matches()) {
      throw new UnreadableRecord(name + " is no plain decimal");
    }
    return new BigDecimal(text);
  }

  static @Nullable BigDecimal optionalDecimal(String name, String text) throws UnreadableRecord {
    return text.isEmpty() ? null : decimal(name, text);
  }

  static Instant time(String name, long millis) throws UnreadableRecord {
    if (millis <= 0 || millis > LATEST_MS) {
      throw new UnreadableRecord(name + " is no time");
    }
    return Instant.ofEpochMilli(millis);
  }

  static LocalDate day(String name, String text) throws UnreadableRecord {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableRecord(name + " is no date");
    }
  }

  /** Slots, versions and sequences are unsigned on the wire; half their range is beyond reach. */
  static long count(String name, long number) throws UnreadableRecord {
    if (number < 0) {
      throw new UnreadableRecord(name + " is out of range");
    }
    return number;
  }
}

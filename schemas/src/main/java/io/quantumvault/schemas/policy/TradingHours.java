package io.quantumvault.schemas.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When entries may be placed, UTC.
 *
 * @param days on which the hours begin, at least one
 * @param from first minute
 * @param to the minute that ends them, on the next day where it is before {@code from}; 23:59
 *     includes the whole last minute of the day
 */
public record TradingHours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

  /** Copies the set. */
  public TradingHours {
    days = Set.copyOf(days);
  }

  /** Whether the instant lies within. */
  public boolean contains(Instant instant) {
    var utc = instant.atOffset(ZoneOffset.UTC);
    var time = utc.toLocalTime();
    boolean begun = days.contains(utc.getDayOfWeek()) && !time.isBefore(from);
    boolean notOver = time.isBefore(to) || to.equals(LAST_MINUTE);
    return from.isBefore(to)
        ? begun && notOver
        : begun || (days.contains(utc.getDayOfWeek().minus(1)) && notOver);
  }

  /** The days in the order of the week. */
  public List<DayOfWeek> orderedDays() {
    return List.copyOf(EnumSet.copyOf(days));
  }

  /** As the signed text says it, such as {@code MONDAY, TUESDAY 08:00-17:30 UTC}. */
  public String text() {
    return orderedDays().stream().map(Enum::name).collect(Collectors.joining(", "))
        + " "
        + from
        + "-"
        + to
        + " UTC";
  }
}

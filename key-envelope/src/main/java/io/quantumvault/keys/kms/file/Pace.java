package io.quantumvault.keys.kms.file;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Lets something happen once per interval; a clock that went back lets it happen too. */
final class Pace {
  private final InstantSource clock;
  private final Duration interval;
  private @Nullable Instant last;

  Pace(InstantSource clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
  }

  /** Whether the interval is over, which starts the next one. */
  synchronized boolean due() {
    Instant now = clock.instant();
    Instant before = last;
    if (before != null && !now.isBefore(before) && now.isBefore(before.plus(interval))) {
      return false;
    }
    last = now;
    return true;
  }
}

package io.quantumvault.keys.rotate;

import io.quantumvault.keys.kms.KeyVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a wrapping key whose wrapped values end by themselves gets a new version, and when an old
 * version may be destroyed.
 *
 * <p>A version is needed until its successor has existed for longer than the margin, in which a
 * wrapping service may still use it, plus the longest time that a value wrapped then lives. Where
 * the times of the versions do not rise with their numbers, the later time counts. A clock that
 * shows a version to be of the future decides nothing.
 *
 * @param period from one version to the next
 * @param longestGrant the longest life of what is wrapped, the time of exits included
 * @param margin how long a wrapping service may use a version after its successor was made: its
 *     refresh interval and slack for clocks
 */
public record RotationPolicy(Duration period, Duration longestGrant, Duration margin) {
  /**
   * Daily, for grants of at most 24 hours whose exits pass 24 hours longer, with an hour of margin.
   */
  public static final RotationPolicy DAILY =
      new RotationPolicy(Duration.ofDays(1), Duration.ofHours(48), Duration.ofHours(1));

  private static final Comparator<KeyVersion> BY_NUMBER =
      Comparator.comparingInt(KeyVersion::number);

  /** Checks that each is longer than nothing. */
  public RotationPolicy {
    for (Duration each : List.of(period, longestGrant, margin)) {
      if (each.isNegative() || each.isZero()) {
        throw new IllegalArgumentException("a rotation policy has no empty duration");
      }
    }
  }

  /** The same with another period. */
  public RotationPolicy every(Duration otherPeriod) {
    return new RotationPolicy(otherPeriod, longestGrant, margin);
  }

  /** What is to be done now. */
  public sealed interface Decision {
    /** The newest version is as old as the period: make the next. */
    record Rotate() implements Decision {}

    /** These versions can have wrapped nothing that still lives; lowest number first. */
    record Destroy(List<Integer> versions) implements Decision {
      /** Copies the list. */
      public Destroy {
        versions = List.copyOf(versions);
      }
    }

    /** Nothing is due. */
    record Nothing(Why why) implements Decision {}
  }

  /** Why nothing is to be done. */
  public enum Why {
    /** The newest version is young, and every older one may still be needed. */
    NOT_DUE,
    /** There is no version at all; making the first one is not rotation. */
    NO_VERSION,
    /** A version was made after now: the clock went back, or a file's time is wrong. */
    CLOCK_DOUBTFUL
  }

  /** Decides; rotating comes before destroying, so ask again after it was done. */
  public Decision decide(List<KeyVersion> versions, Instant now) {
    Optional<KeyVersion> newest = versions.stream().max(BY_NUMBER);
    boolean due =
        newest
            .map(version -> Duration.between(version.madeAt(), now).compareTo(period) >= 0)
            .orElse(false);
    return due && !ofTheFuture(versions, now)
        ? new Decision.Rotate()
        : decideDestruction(versions, now);
  }

  /**
   * Decides as if no new version were due: {@link Decision.Destroy} or {@link Decision.Nothing}.
   */
  public Decision decideDestruction(List<KeyVersion> versions, Instant now) {
    if (versions.isEmpty()) {
      return new Decision.Nothing(Why.NO_VERSION);
    }
    if (ofTheFuture(versions, now)) {
      return new Decision.Nothing(Why.CLOCK_DOUBTFUL);
    }
    List<Integer> unneeded =
        versions.stream()
            .sorted(BY_NUMBER)
            .map(KeyVersion::number)
            .filter(number -> neededUntil(versions, number).map(now::isAfter).orElse(false))
            .toList();
    return unneeded.isEmpty() ? new Decision.Nothing(Why.NOT_DUE) : new Decision.Destroy(unneeded);
  }

  private static boolean ofTheFuture(List<KeyVersion> versions, Instant now) {
    return versions.stream().anyMatch(version -> version.madeAt().isAfter(now));
  }

  /**
   * Until when a live value may be wrapped under this version; empty for the newest one, which is
   * needed until it has a successor, and for one that does not exist.
   */
  public Optional<Instant> neededUntil(List<KeyVersion> versions, int number) {
    Optional<KeyVersion> successor =
        versions.stream().filter(version -> version.number() > number).min(BY_NUMBER);
    return successor.map(next ->
        upTo(versions, next.number())
            .map(KeyVersion::madeAt)
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .plus(margin)
            .plus(longestGrant));
  }

  private static Stream<KeyVersion> upTo(List<KeyVersion> versions, int number) {
    return versions.stream().filter(version -> version.number() <= number);
  }
}

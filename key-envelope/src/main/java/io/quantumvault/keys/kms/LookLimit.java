package io.quantumvault.keys.kms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often a folder of keys is looked at for a version that is not known, so that a flood of
 * records under such versions is no flood of reading. It may be used by many threads.
 */
public final class LookLimit {
  /** How many looks a second has. */
  public static final int LOOKS_A_SECOND = 10;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final InstantSource clock;
  private Instant began = Instant.MIN;
  private int looks;

  /** Counts by that clock; where it goes back a new second begins. */
  public LookLimit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Counts one look.
   *
   * @throws KmsUnavailable when this second has had its looks: whether the version exists is not
   *     known then
   */
  public synchronized void take() {
    Instant now = clock.instant();
    if (now.isBefore(began) || !now.isBefore(began.plus(SECOND))) {
      began = now;
      looks = 0;
    }
    if (looks >= LOOKS_A_SECOND) {
      throw new KmsUnavailable(
          "the key folder was looked at %d times within a second for versions that are not known"
              .formatted(LOOKS_A_SECOND));
    }
    looks++;
  }
}

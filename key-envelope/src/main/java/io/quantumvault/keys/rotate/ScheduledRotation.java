package io.quantumvault.keys.rotate;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.rotate.RotationPolicy.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does what {@link RotationPolicy} decides for the KMS name {@code execution}. It has no thread and
 * no log of its own: whoever runs it calls {@link #runOnce} as often as it likes.
 *
 * <p>Only {@code execution}: what the other names wrap has no end, so age says nothing about
 * whether a version of theirs is still needed.
 */
public final class ScheduledRotation {
  private static final KeyName NAME = KeyName.EXECUTION;

  private final KeyRotation keys;
  private final RotationPolicy policy;
  private Instant latest = Instant.MIN;

  /** Takes the versions to look after and the rule for them. */
  public ScheduledRotation(KeyRotation keys, RotationPolicy policy) {
    this.keys = keys;
    this.policy = policy;
  }

  /**
   * What one run did.
   *
   * @param made the new version, if one was made
   * @param destroyed numbers of the destroyed versions
   * @param clockDoubtful whether nothing was destroyed because the clock went back, or a version
   *     seems to be of the future
   */
  public record Done(Optional<KeyVersion> made, List<Integer> destroyed, boolean clockDoubtful) {
    /** Copies the list. */
    public Done {
      destroyed = List.copyOf(destroyed);
    }
  }

  /**
   * Makes a version if one is due, then destroys what is no longer needed. Running late makes up
   * for it: one new version, however many periods have passed. Nothing is done while the clock is
   * behind the one of an earlier run.
   *
   * @throws KmsUnavailable when the provider does not answer; what was done until then stays, and
   *     the next run goes on from there
   */
  public Done runOnce(Instant now) {
    if (wentBack(now)) {
      return new Done(Optional.empty(), List.of(), true);
    }
    return switch (policy.decide(keys.versions(NAME), now)) {
      case Decision.Rotate _ -> rotateNow(now);
      case Decision.Destroy destroy -> new Done(Optional.empty(), destroyed(destroy), false);
      case Decision.Nothing nothing -> new Done(Optional.empty(), List.of(), doubtful(nothing));
    };
  }

  /**
   * A version made while the clock is behind would look older than it is once the clock is right,
   * and let its predecessor be destroyed too early.
   */
  private synchronized boolean wentBack(Instant now) {
    if (now.isBefore(latest)) {
      return true;
    }
    latest = now;
    return false;
  }

  /**
   * Makes a version whether or not one is due, then destroys what is no longer needed.
   *
   * @throws KmsUnavailable as {@link #runOnce}
   */
  public Done rotateNow(Instant now) {
    // Decided before: nothing can be unneeded because of a version that is only just being made.
    Decision destruction = policy.decideDestruction(keys.versions(NAME), now);
    Optional<KeyVersion> made = Optional.of(keys.rotate(NAME));
    return destruction instanceof Decision.Destroy destroy
        ? new Done(made, destroyed(destroy), false)
        : new Done(made, List.of(), doubtful(destruction));
  }

  private static boolean doubtful(Decision decision) {
    return decision instanceof Decision.Nothing(RotationPolicy.Why why)
        && why == RotationPolicy.Why.CLOCK_DOUBTFUL;
  }

  private List<Integer> destroyed(Decision.Destroy destroy) {
    List<Integer> done = new ArrayList<>();
    for (int version : destroy.versions()) {
      keys.destroy(NAME, version);
      done.add(version);
    }
    return done;
  }
}

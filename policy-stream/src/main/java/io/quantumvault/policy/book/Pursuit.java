package io.quantumvault.policy.book;

import io.quantumvault.policy.decision.Direction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An exit that is sent again until it is done: of an alert at most five times more, of a FLATTEN
 * stop until the account is flat. Rule: the page docs/policy.md, "Getting out always works".
 *
 * @param cause what asked for it
 * @param attempt the one that runs, or ran last
 * @param current its intent; absent once that ended
 * @param direction absent where the signer finds it
 * @param left base units still to be taken off; absent for all there is
 * @param slippageBps as first asked
 * @param notBefore of the next attempt
 */
public record Pursuit(
    Cause cause,
    int attempt,
    @Nullable UUID current,
    @Nullable Direction direction,
    @Nullable BigDecimal left,
    int slippageBps,
    Instant notBefore) {
  /** Attempts after the first that an alert's exit gets. */
  public static final int MOST_ATTEMPTS = 5;

  /** An alert's exit is not sent again later than this after its time. */
  public static final Duration LONGEST = Duration.ofMinutes(6);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** What asked for an exit. */
  public sealed interface Cause {
    /**
     * An alert.
     *
     * @param part as the event contract numbers it
     * @param causation the event that led to it
     */
    record OfSignal(UUID signalId, int part, String causation, Instant alertTime)
        implements Cause {}

    /** A FLATTEN stop. */
    record OfStop(UUID stopId) implements Cause {}
  }

  /**
   * After an end: what is left, or nothing when it is done or given up. That of a stop stays, so
   * that no attempt of it ever gets the number of an earlier one.
   *
   * @param done see {@link BotBook#done}
   * @param more an entry that it would have to close has no end yet: what is refused today, for
   *     there is nothing to close, may be there tomorrow
   */
  @Nullable Pursuit after(ExecutionStep step, boolean done, boolean more, Instant now) {
    boolean refused = step.outcome() == ExecutionStep.Outcome.VOID && !more;
    if ((refused || done) && cause instanceof Cause.OfSignal) {
      return null;
    }
    var rest = left == null ? null : rest(left, step);
    if (rest != null && rest.signum() <= 0) {
      return null;
    }
    return new Pursuit(cause, attempt, null, direction, rest, slippageBps, now.plus(pause()));
  }

  /** What nobody could tell counts as done: a size that is sent twice takes too much. */
  private BigDecimal rest(BigDecimal asked, ExecutionStep step) {
    if (step.filled() == null) {
      return BigDecimal.ZERO;
    }
    // What else moved the position meanwhile is not this exit's work.
    var taken = direction == null ? step.filled().abs() : direction.signed(step.filled());
    return asked.subtract(taken.max(BigDecimal.ZERO));
  }

  /** Whether an order in this direction builds what the exit is to close. */
  boolean isToClose(@Nullable Direction entry) {
    return direction == null || entry != direction;
  }

  /** Whether no further attempt is allowed: so many, and none long after the alert. */
  public boolean exhausted(Instant now) {
    return cause instanceof Cause.OfSignal alert
        && (attempt >= MOST_ATTEMPTS || now.isAfter(alert.alertTime().plus(LONGEST)));
  }

  /** Whether the next attempt is due. */
  public boolean due(Instant now) {
    return current == null && !now.isBefore(notBefore);
  }

  /** With the next attempt on its way. */
  public Pursuit sent(UUID intentId, int number) {
    return new Pursuit(cause, number, intentId, direction, left, slippageBps, notBefore);
  }

  /** One second, then twice as long each time. */
  private Duration pause() {
    var pause = Duration.ofSeconds(1L << Math.clamp(attempt, 0, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}

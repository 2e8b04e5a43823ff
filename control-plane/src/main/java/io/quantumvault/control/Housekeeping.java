package io.quantumvault.control;

import io.quantumvault.control.exchange.Attempts;
import io.quantumvault.control.exchange.ChallengeStore;
import io.quantumvault.control.exchange.Exchanges;
import io.quantumvault.control.grant.Revocation;
import io.quantumvault.control.session.SessionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases expired challenges, old attempts and ended sessions, and ends expired grants, every few
 * seconds.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int EVERY_SECONDS = 10;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("control-housekeeping").factory());
  private final ChallengeStore challenges;
  private final Attempts attempts;
  private final SessionStore sessions;
  private final Revocation revocation;
  private final Clock clock;

  Housekeeping(
      ChallengeStore challenges,
      Attempts attempts,
      SessionStore sessions,
      Revocation revocation,
      Clock clock) {
    this.challenges = challenges;
    this.attempts = attempts;
    this.sessions = sessions;
    this.revocation = revocation;
    this.clock = clock;
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::runSafely, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** One round. */
  public void run() {
    Instant now = clock.instant();
    challenges.eraseExpired(now);
    attempts.forgetBefore(now.minus(Exchanges.FAILURE_WINDOW));
    sessions.deleteEndedBefore(now.minus(Duration.ofDays(1)));
    revocation.endExpired();
  }

  private void runSafely() {
    try {
      run();
    } catch (RuntimeException e) {
      // A schedule that throws is never run again; the database may be back in the next round.
      LOG.atWarn().setCause(e).log("Housekeeping failed");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

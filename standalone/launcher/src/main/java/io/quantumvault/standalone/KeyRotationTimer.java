package io.quantumvault.standalone;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.rotate.RotationPolicy;
import io.quantumvault.keys.rotate.ScheduledRotation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates the wrapping key of grants, whatever keeps it: once at the start, for what was missed
 * while nothing ran, then as it falls due. Rule: the page docs/keys.md.
 */
final class KeyRotationTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotationTimer.class);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private final KeyRotation keys;
  private final ScheduledRotation rotation;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key-rotation").factory());

  private KeyRotationTimer(KeyRotation keys, RotationPolicy policy, InstantSource clock) {
    this.keys = keys;
    this.rotation = new ScheduledRotation(keys, policy);
    this.clock = clock;
  }

  /**
   * Runs once before it returns, so that services start with the keys of today. Takes the rotation
   * over: closing this closes it.
   */
  static KeyRotationTimer start(KeyRotation keys, Duration period, InstantSource clock) {
    KeyRotationTimer started =
        new KeyRotationTimer(keys, RotationPolicy.DAILY.every(period), clock);
    started.run();
    started.timer.scheduleWithFixedDelay(
        started::run, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  private void run() {
    try {
      ScheduledRotation.Done done = rotation.runOnce(clock.instant());
      done.made().ifPresent(version -> log("Key version made", version.number()));
      done.destroyed().forEach(version -> log("Key version destroyed", version));
      if (done.clockDoubtful()) {
        LOG.warn("Keys are not rotated: the clock went back, or a key file is dated after now");
      }
    } catch (KmsUnavailable e) {
      LOG.atWarn().setMessage("Keys are not rotated").addKeyValue("reason", e.getMessage()).log();
    } catch (RuntimeException e) {
      LOG.error("Keys are not rotated", e); // the timer would not come again
    }
  }

  private static void log(String message, int version) {
    LOG.atInfo()
        .setMessage(message)
        .addKeyValue("key", "execution")
        .addKeyValue("version", version)
        .log();
  }

  @Override
  public void close() {
    timer.shutdown(); // a rotation under way is finished, not interrupted
    timer.close();
    keys.close();
  }
}

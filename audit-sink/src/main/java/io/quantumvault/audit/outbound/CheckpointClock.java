package io.quantumvault.audit.outbound;

import io.quantumvault.audit.health.AuditHealth;
import io.quantumvault.audit.trail.AuditTrail;
import io.quantumvault.audit.trail.TrailDisagrees;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Signs what is new four times a second, and once more after the listener has stopped. */
public final class CheckpointClock implements SmartLifecycle {
  /** The longest a leaf waits for its checkpoint while all is well. */
  public static final long PERIOD_MS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointClock.class);

  private final AuditTrail trail;
  private final AuditHealth health;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("audit-checkpoints").factory());
  private volatile boolean running;

  /** Does not run before {@link #start()}. */
  public CheckpointClock(AuditTrail trail, AuditHealth health) {
    this.trail = trail;
    this.health = health;
  }

  @Override
  public void start() {
    running = true;
    var _ = clock.scheduleWithFixedDelay(this::tick, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    clock.close();
    tick();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    // Containers of listeners stop before this.
    return 0;
  }

  private void tick() {
    if (health.halted()) {
      return;
    }
    try {
      trail.checkpoint();
    } catch (TrailDisagrees e) {
      health.halt(e.getMessage());
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("cause", e.toString()).log("Checkpoint failed, trying again");
    }
  }
}

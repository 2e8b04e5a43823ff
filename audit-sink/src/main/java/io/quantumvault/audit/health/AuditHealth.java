package io.quantumvault.audit.health;

import io.quantumvault.kit.management.Health;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the trail is being written. Safe for use by all threads. */
public final class AuditHealth implements Health {
  private static final Logger LOG = LoggerFactory.getLogger(AuditHealth.class);

  private volatile boolean caughtUp;
  private volatile @Nullable String reason;

  /**
   * True once all records that were there at the start are leaves, and nothing has failed since.
   */
  public boolean ready() {
    return caughtUp && reason == null;
  }

  @Override
  public List<String> hindrances() {
    String halted = reason;
    if (halted != null) {
      return List.of(halted);
    }
    return caughtUp ? List.of() : List.of("catching up with its topics");
  }

  @Override
  public List<String> defects() {
    String halted = reason;
    return halted == null ? List.of() : List.of(halted);
  }

  /** Why nothing is appended any more, null while all is well. */
  public @Nullable String reason() {
    return reason;
  }

  /** True once nothing will be appended until the service is started again. */
  public boolean halted() {
    return reason != null;
  }

  /** True once the end that was seen after the last start or failure has been reached. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** The end was reached. */
  public void reachedEnd() {
    caughtUp = true;
  }

  /** There may be records to catch up with. */
  public void behind() {
    caughtUp = false;
  }

  /** Stops all appending and signing for good. */
  public void halt(@Nullable String why) {
    if (reason == null) {
      reason = why == null ? "Halted" : why;
      LOG.atError().addKeyValue("reason", reason).log("The audit trail has stopped");
    }
  }
}

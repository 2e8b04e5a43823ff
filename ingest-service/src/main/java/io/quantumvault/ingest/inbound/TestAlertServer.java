package io.quantumvault.ingest.inbound;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Where the control plane sends alerts that are only to be decided. Not for the world. */
public final class TestAlertServer implements SmartLifecycle {
  private static final int MAX_CONNECTIONS = 64;

  private final @Nullable HttpDoor door;

  /**
   * A server that is not started.
   *
   * @param port 0 for any
   */
  public TestAlertServer(String address, int port, TestAlertController testAlerts) {
    this(new HttpDoor("test-alerts", address, port, MAX_CONNECTIONS, testAlerts::handle));
  }

  private TestAlertServer(@Nullable HttpDoor door) {
    this.door = door;
  }

  /** One that never opens. */
  public static TestAlertServer shut() {
    return new TestAlertServer(null);
  }

  @Override
  public void start() {
    if (door != null) {
      door.start();
    }
  }

  @Override
  public void stop() {
    if (door != null) {
      door.stop();
    }
  }

  @Override
  public boolean isRunning() {
    return door != null && door.isRunning();
  }

  /** As the webhooks' own. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 100;
  }

  /** The port it is really bound to; below 1 while it is not. */
  public int port() {
    return door == null ? -1 : door.port();
  }
}

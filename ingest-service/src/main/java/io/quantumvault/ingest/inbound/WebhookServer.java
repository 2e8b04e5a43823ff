package io.quantumvault.ingest.inbound;

import org.springframework.context.SmartLifecycle;

/** Where webhooks and the load balancer's questions arrive. */
public final class WebhookServer implements SmartLifecycle {
  private static final int MAX_CONNECTIONS = 1024;

  private final HttpDoor door;

  /**
   * A server that is not started.
   *
   * @param port 0 for any
   */
  public WebhookServer(
      String address, int port, WebhookController webhooks, StatusController status) {
    door =
        new HttpDoor(
            "http",
            address,
            port,
            MAX_CONNECTIONS,
            request ->
                request.path().startsWith(WebhookController.PATH)
                    ? webhooks.handle(request)
                    : status.handle(request));
  }

  @Override
  public void start() {
    door.start();
  }

  @Override
  public void stop() {
    door.stop();
  }

  @Override
  public boolean isRunning() {
    return door.isRunning();
  }

  /** Started last and stopped first: nothing is taken that could not be handed on. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 100;
  }

  /** The port it is really bound to; below 1 while it is not. */
  public int port() {
    return door.port();
  }
}

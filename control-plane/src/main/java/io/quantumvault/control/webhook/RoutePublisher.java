package io.quantumvault.control.webhook;

/** Tells the webhook door where tokens lead, within the surrounding transaction. */
public interface RoutePublisher {
  void open(Webhook webhook);

  void close(Webhook webhook);
}

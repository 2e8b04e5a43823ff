package io.quantumvault.control.webhook;

/** Tells the webhook door where tokens lead, within the surrounding transaction. */
public interface RoutePublisher {
  /** Opens it, or says anew how it is opened: with other secrets, say. */
  void open(Webhook webhook);

  void close(Webhook webhook);
}

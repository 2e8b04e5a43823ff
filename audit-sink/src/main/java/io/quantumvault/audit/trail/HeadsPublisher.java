package io.quantumvault.audit.trail;

/** Tells the world the newest heads checkpoint. Best effort: the next one covers a lost one. */
@FunctionalInterface
public interface HeadsPublisher {
  /** Sends a signed note under its origin. */
  void publish(String origin, String note);
}

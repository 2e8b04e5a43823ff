package io.quantumvault.signer.lane;

import java.time.Duration;

/** Waits for marks. */
public interface MarkAwait {
  /** Whether the mark that covers an event was acknowledged in time. */
  boolean await(String agentWallet, long sequence, Duration within) throws InterruptedException;
}

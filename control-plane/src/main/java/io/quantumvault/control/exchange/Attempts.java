package io.quantumvault.control.exchange;

import java.time.Instant;

/**
 * Refused attempts per client. They are counted per client and never per identity: addresses are
 * public, and nobody may lock an owner out.
 */
public interface Attempts {
  void failed(byte[] clientHash, Instant at);

  int failuresSince(byte[] clientHash, Instant since);

  /** Deletes what no window reaches any more. */
  void forgetBefore(Instant before);
}

package io.quantumvault.acceptance.load;

import java.time.Duration;

/**
 * How much, from how many.
 *
 * @param owners each with its own throw-away wallet
 * @param walletsPerOwner agent wallets, at most 3
 * @param botsPerWallet at most 20
 * @param alertsPerSecond over all bots, evenly spaced
 * @param duration of the measured part
 * @param warmUp the same load, not measured
 */
public record LoadPlan(
    int owners,
    int walletsPerOwner,
    int botsPerWallet,
    int alertsPerSecond,
    Duration duration,
    Duration warmUp) {

  /** All bots. */
  public int bots() {
    return owners * walletsPerOwner * botsPerWallet;
  }

  /** Alerts sent in the measured part. */
  public int alerts() {
    return Math.toIntExact(alertsPerSecond * duration.toSeconds());
  }
}

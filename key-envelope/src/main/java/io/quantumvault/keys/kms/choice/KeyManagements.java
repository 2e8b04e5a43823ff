package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.kms.metered.MeteredKeyManagement;
import io.quantumvault.keys.kms.resilient.RefreshingKeyManagement;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.kms.resilient.RetryingKeyManagement;
import io.quantumvault.keys.kms.resilient.TimeLimitedKeyManagement;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Opens the key management that was chosen, with what surrounds it. */
public final class KeyManagements {
  private KeyManagements() {}

  /**
   * Opens it: metered, refreshed every minute (where its settings want it less often, as often as
   * those say), and where another process answers, retried within one time limit. Key files are
   * read by this process itself, so nothing limits or retries them.
   *
   * @throws io.quantumvault.keys.memory.KeyFileRefused when a key file is missing or not a good one
   * @throws IllegalArgumentException when a credential or certificate file is not a good one
   * @throws IllegalStateException when what the provider needs is not installed, with what is
   *     missing
   */
  public static OpenKeyManagement open(KmsSettings settings, KmsMetrics metrics) {
    OpenKeyManagement bare = settings.open();
    OpenKeyManagement kms =
        settings.resilience().map(limits -> resilient(bare, limits)).orElse(bare);
    return new RefreshingKeyManagement(
        new MeteredKeyManagement(kms, metrics, System::nanoTime), metrics, settings.refreshEvery());
  }

  /** The limit is outside: it holds for all attempts together, even when one never ends. */
  private static OpenKeyManagement resilient(OpenKeyManagement kms, Resilience resilience) {
    return new TimeLimitedKeyManagement(
        new RetryingKeyManagement(
            kms, resilience, InstantSource.system(), new SecureRandom(), Thread::sleep),
        resilience);
  }
}

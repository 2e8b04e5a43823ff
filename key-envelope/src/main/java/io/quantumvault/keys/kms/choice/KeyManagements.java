package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.aws.AwsKmsKeyManagement;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.kms.metered.MeteredKeyManagement;
import io.quantumvault.keys.kms.pkcs11.Pkcs11KeyManagement;
import io.quantumvault.keys.kms.resilient.RefreshingKeyManagement;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.kms.resilient.RetryingKeyManagement;
import io.quantumvault.keys.kms.resilient.TimeLimitedKeyManagement;
import io.quantumvault.keys.kms.transit.TransitKeyManagement;
import io.quantumvault.keys.memory.KeyFileRefused;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Opens the key management that was chosen, with what surrounds it. */
public final class KeyManagements {
  /** How long an ended key may stay in the memory of a service that nobody calls. */
  static final Duration REFRESH_EVERY = Duration.ofMinutes(1);

  private KeyManagements() {}

  /**
   * Opens it: metered, refreshed every minute (where aliases of AWS are kept longer, as often as
   * those), and where another process answers, retried within one time limit. Key files are read by
   * this process itself, so nothing limits or retries them.
   *
   * @throws KeyFileRefused when a key file is missing or not a good one
   * @throws IllegalArgumentException when a credential or certificate file is not a good one
   * @throws IllegalStateException when what the provider needs is not installed, with what is
   *     missing
   */
  public static OpenKeyManagement open(KmsSettings settings, KmsMetrics metrics) {
    OpenKeyManagement kms =
        switch (settings) {
          case KmsSettings.FileFolder it -> FileKeyManagement.open(it.keysDir());
          case KmsSettings.Transit it ->
              resilient(TransitKeyManagement.open(it.server(), it.keysDir()), it.resilience());
          case KmsSettings.AwsKms it -> resilient(aws(it), it.resilience());
          case KmsSettings.Pkcs11 it ->
              resilient(
                  Pkcs11KeyManagement.open(it.token(), InstantSource.system()), it.resilience());
        };
    return new RefreshingKeyManagement(
        new MeteredKeyManagement(kms, metrics, System::nanoTime), refreshInterval(settings));
  }

  /** A refresh forgets the aliases too, so it must not make a longer interval of theirs shorter. */
  static Duration refreshInterval(KmsSettings settings) {
    return settings instanceof KmsSettings.AwsKms aws
            && aws.server().aliasInterval().compareTo(REFRESH_EVERY) > 0
        ? aws.server().aliasInterval()
        : REFRESH_EVERY;
  }

  /** The limit is outside: it holds for all attempts together, even when one never ends. */
  private static OpenKeyManagement resilient(OpenKeyManagement kms, Resilience resilience) {
    return new TimeLimitedKeyManagement(
        new RetryingKeyManagement(
            kms, resilience, InstantSource.system(), new SecureRandom(), Thread::sleep),
        resilience);
  }

  private static OpenKeyManagement aws(KmsSettings.AwsKms settings) {
    try {
      return AwsKmsKeyManagement.open(
          settings.server(), settings.keysDir(), InstantSource.system());
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "the provider aws-kms needs the AWS SDK on the class path:"
              + " software.amazon.awssdk:kms, sts and url-connection-client, with what they need");
    }
  }
}

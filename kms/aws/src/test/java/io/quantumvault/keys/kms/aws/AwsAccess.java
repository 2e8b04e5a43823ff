package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.KmsServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** What a service needs to ask an {@link AwsServer}. */
final class AwsAccess {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private AwsAccess() {}

  static String profile(String accessKey) {
    return "[default]\naws_access_key_id=" + accessKey + "\naws_secret_access_key=nobodys-key\n";
  }

  static AwsCredentials file(Path credentials) {
    return new AwsCredentials.CredentialsFile(credentials, "default");
  }

  static AwsKmsSettings settings(KmsServer server, AwsCredentials credentials, Duration callLimit) {
    return new AwsKmsSettings(
        "eu-central-1",
        "qv-",
        URI.create(server.address()),
        credentials,
        LIMIT,
        callLimit,
        Duration.ofMinutes(1));
  }
}

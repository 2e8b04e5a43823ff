package io.quantumvault.keys.kms.aws;

import java.nio.file.Path;

/**
 * Where AWS credentials come from: never from environment variables or system properties of their
 * own, which are shown to whoever can list processes or reads a dump.
 */
public sealed interface AwsCredentials {
  /** A role taken with a token that the platform keeps in a file, as on Kubernetes. */
  record WebIdentity(String roleArn, Path tokenFile) implements AwsCredentials {}

  /** What the container platform hands to its containers. */
  record Container() implements AwsCredentials {}

  /** The role of the machine. */
  record InstanceProfile() implements AwsCredentials {}

  /** A profile of a credentials file of mode 0600. */
  record CredentialsFile(Path file, String profile) implements AwsCredentials {}
}

package io.quantumvault.keys.kms.aws;

import java.nio.file.Path;

/**
 * Where AWS credentials come from: never from environment variables or system properties of their
 * own, which are shown to whoever can list processes or reads a dump.
 *
 * <p>Whichever it is, the SDK holds the access key as a {@code String} on the heap. Alone it opens
 * no key: what AWS decrypts is still sealed under a local secret.
 */
public sealed interface AwsCredentials {
  /** A role taken with a token that the platform keeps in a file, as on Kubernetes. */
  record WebIdentity(String roleArn, Path tokenFile) implements AwsCredentials {}

  /** What the container platform hands to its containers. */
  record Container() implements AwsCredentials {}

  /** The role of the machine. */
  record InstanceProfile() implements AwsCredentials {}

  /**
   * A profile of a credentials file of mode 0600, with {@code aws_access_key_id}, {@code
   * aws_secret_access_key} and, where there is one, {@code aws_session_token}. A profile that says
   * anything else, such as {@code credential_process} or {@code role_arn}, is refused. The file is
   * read again when it has changed.
   */
  record CredentialsFile(Path file, String profile) implements AwsCredentials {}
}

package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.http.CredentialFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The access key of a profile as the file has it at each request: looked at every time, read again
 * when it has changed.
 *
 * <p>The SDK's own reader would run what {@code credential_process} names, log in elsewhere, and
 * never look at the mode of the file. The SDK takes access keys as {@code String}; they lie on the
 * heap, and open no key without a local secret. May be used by many threads.
 */
final class AwsCredentialsFile implements AwsCredentialsProvider, SdkAutoCloseable {
  private final Path file;
  private final String profile;
  private CredentialFile.@Nullable Stamp seen;
  private software.amazon.awssdk.auth.credentials.@Nullable AwsCredentials known;
  private boolean closed;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when others may read it or it is not of this form
   */
  AwsCredentialsFile(Path file, String profile) {
    this.file = file;
    this.profile = profile;
    current();
  }

  /**
   * The access key.
   *
   * @throws KmsUnavailable when the file is no longer a good one
   */
  @Override
  public software.amazon.awssdk.auth.credentials.AwsCredentials resolveCredentials() {
    try {
      return current();
    } catch (IllegalArgumentException e) {
      throw new KmsUnavailable("aws-kms: " + e.getMessage());
    }
  }

  private synchronized software.amazon.awssdk.auth.credentials.AwsCredentials current() {
    if (closed) {
      throw new KmsUnavailable("aws-kms: closed");
    }
    CredentialFile.Stamp now = CredentialFile.check(file);
    software.amazon.awssdk.auth.credentials.AwsCredentials last = known;
    if (last == null || !now.equals(seen)) {
      last = read();
      known = last;
      seen = now;
    }
    return last;
  }

  private software.amazon.awssdk.auth.credentials.AwsCredentials read() {
    byte[] bytes = CredentialFile.read(file);
    try {
      return AwsProfile.in(new String(bytes, StandardCharsets.US_ASCII), profile);
    } catch (IllegalArgumentException e) {
      throw CredentialFile.refused(file, String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }

  /** Nothing here points to the access key any more. */
  @Override
  public synchronized void close() {
    closed = true;
    known = null;
  }
}

package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.http.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which AWS KMS and how it is asked.
 *
 * @param region such as {@code eu-central-1}
 * @param aliasPrefix what stands before {@code execution-v1} and the like in {@code alias/…}
 * @param endpoint another address than the region's own, as for a private endpoint; see {@link
 *     ServerAddress}
 * @param credentials where they come from
 * @param connectLimit how long connecting may take
 * @param callLimit how long one request may take until the last byte of its answer
 * @param aliasInterval how long the newest version is taken to be the newest before it is looked up
 *     again
 */
public record AwsKmsSettings(
    String region,
    String aliasPrefix,
    @Nullable URI endpoint,
    AwsCredentials credentials,
    Duration connectLimit,
    Duration callLimit,
    Duration aliasInterval) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");
  private static final Pattern PREFIX = Pattern.compile("(?!aws/)[A-Za-z0-9/_-]{0,200}");

  /** Refuses what is no region, prefix, address or limit. */
  public AwsKmsSettings {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("the region is not of the form eu-central-1");
    }
    if (!PREFIX.matcher(aliasPrefix).matches()) {
      throw new IllegalArgumentException("the alias prefix is not of letters, digits, /, - and _");
    }
    if (endpoint != null) {
      endpoint = ServerAddress.of(endpoint.toString());
    }
    if (!connectLimit.isPositive() || !callLimit.isPositive() || !aliasInterval.isPositive()) {
      throw new IllegalArgumentException("time limits are positive");
    }
  }
}

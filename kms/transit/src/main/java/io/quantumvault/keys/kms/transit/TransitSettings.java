package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.kms.http.ServerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Transit engine is and how it is asked.
 *
 * @param address scheme, host and port; see {@link ServerAddress}
 * @param mount the path of the engine, such as {@code transit}
 * @param keyPrefix what stands before {@code execution}, {@code webhook}, {@code control} in the
 *     names of its keys
 * @param tokenFile a file of mode 0600 with the token, kept fresh by whatever logs in
 * @param caFile certificates (PEM) that the server must chain to; null for the machine's own
 * @param connectLimit how long connecting may take
 * @param callLimit how long one request may take until the last byte of its answer
 */
public record TransitSettings(
    URI address,
    String mount,
    String keyPrefix,
    Path tokenFile,
    @Nullable Path caFile,
    Duration connectLimit,
    Duration callLimit) {
  private static final Pattern MOUNT = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,7}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{0,64}");

  /** Refuses what would not be an address of a Transit engine, or would leave this machine bare. */
  public TransitSettings {
    address = ServerAddress.of(address.toString());
    if (!MOUNT.matcher(mount).matches()) {
      throw new IllegalArgumentException("the mount is not a path of letters, digits, - and _");
    }
    if (!PREFIX.matcher(keyPrefix).matches()) {
      throw new IllegalArgumentException("the key prefix is not of letters, digits, - and _");
    }
    if (!connectLimit.isPositive() || !callLimit.isPositive()) {
      throw new IllegalArgumentException("time limits are positive");
    }
  }
}

package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.KeyName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of each key, looked up again when it is older than an interval: the highest
 * alias, whatever the state of its key.
 *
 * <p>When that key is pending deletion, wrapping is unavailable until the next rotation. Falling
 * back to an older version would wrap under one that counts as replaced, and that is destroyed in
 * the belief that nothing newer depends on it.
 */
final class NewestVersions {
  private record Known(int version, Instant since) {}

  private final AwsAliases aliases;
  private final Duration interval;
  private final InstantSource clock;
  private final Map<KeyName, Known> known = new ConcurrentHashMap<>();

  NewestVersions(AwsAliases aliases, Duration interval, InstantSource clock) {
    this.aliases = aliases;
    this.interval = interval;
    this.clock = clock;
  }

  int of(KeyName name) {
    Instant now = clock.instant();
    Known last = known.get(name);
    if (last != null && now.isBefore(last.since().plus(interval))) {
      return last.version();
    }
    NavigableMap<Integer, String> versions = aliases.versions(name);
    if (versions.isEmpty()) {
      throw AwsCall.unavailable(name, "list", "no alias of this name");
    }
    known.put(name, new Known(versions.lastKey(), now));
    return versions.lastKey();
  }

  void forget() {
    known.clear();
  }
}

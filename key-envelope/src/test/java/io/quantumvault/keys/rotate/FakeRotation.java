package io.quantumvault.keys.rotate;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Versions in memory; new ones are made at {@link #now}. */
final class FakeRotation implements KeyRotation {
  final TreeMap<Integer, Instant> versions = new TreeMap<>();
  final List<KeyName> asked = new ArrayList<>();
  Instant now;
  boolean away;

  FakeRotation(Instant now) {
    this.now = now;
  }

  @Override
  public List<KeyVersion> versions(KeyName name) {
    asked.add(name);
    answer();
    return versions.entrySet().stream().map(v -> new KeyVersion(v.getKey(), v.getValue())).toList();
  }

  @Override
  public KeyVersion rotate(KeyName name) {
    asked.add(name);
    answer();
    int next = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    versions.put(next, now);
    return new KeyVersion(next, now);
  }

  @Override
  public void destroy(KeyName name, int version) {
    asked.add(name);
    answer();
    if (version >= versions.keySet().stream().max(Comparator.naturalOrder()).orElse(0)) {
      throw new IllegalArgumentException("newest");
    }
    versions.remove(version);
  }

  private void answer() {
    if (away) {
      throw new KmsUnavailable("test: no answer");
    }
  }
}

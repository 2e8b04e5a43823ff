package io.quantumvault.forensics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what one search finds. */
final class Findings {
  private final List<Hit> hits = new ArrayList<>();
  private final Set<String> controlsMissing = new HashSet<>();
  private final Map<String, Long> bytesUnreadable = new HashMap<>();
  private long bytesSearched;

  Findings(Patterns patterns) {
    for (Pattern pattern : patterns.all()) {
      if (pattern.control()) {
        controlsMissing.add(pattern.secret());
      }
    }
  }

  void found(Pattern pattern, RegionKind region, long address) {
    if (pattern.control()) {
      controlsMissing.remove(pattern.secret());
    } else {
      hits.add(new Hit(pattern.secret(), pattern.form(), region, address));
    }
  }

  void searched(long bytes) {
    bytesSearched += bytes;
  }

  void unreadable(String mapping, long bytes) {
    bytesUnreadable.merge(mapping, bytes, Long::sum);
  }

  Snapshot snapshot() {
    return new Snapshot(hits, controlsMissing, bytesSearched, bytesUnreadable);
  }
}

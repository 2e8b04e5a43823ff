package io.quantumvault.forensics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one search found.
 *
 * @param hits every occurrence of a form of a secret
 * @param controlsMissing the names of the public controls that were not found
 * @param bytesSearched how much was read
 * @param bytesUnreadable what the kernel would not give, in bytes by the name of the mapping
 */
public record Snapshot(
    List<Hit> hits,
    Set<String> controlsMissing,
    long bytesSearched,
    Map<String, Long> bytesUnreadable) {
  /** Copies all collections. */
  public Snapshot {
    hits = List.copyOf(hits);
    controlsMissing = Set.copyOf(controlsMissing);
    bytesUnreadable = Map.copyOf(bytesUnreadable);
  }

  /** Whether all controls were found; otherwise having found no secret means nothing. */
  public boolean counts() {
    return controlsMissing.isEmpty();
  }

  /** How many hits each kind of region has. */
  public Map<RegionKind, Long> hitsByRegion() {
    return hits.stream()
        .collect(Collectors.groupingBy(Hit::region, TreeMap::new, Collectors.counting()));
  }

  /** How many hits each secret has. */
  public Map<String, Long> hitsBySecret() {
    return hits.stream()
        .collect(Collectors.groupingBy(Hit::secret, TreeMap::new, Collectors.counting()));
  }
}

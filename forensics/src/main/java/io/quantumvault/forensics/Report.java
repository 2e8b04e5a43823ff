package io.quantumvault.forensics;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in lines of text what was found; never a byte of a secret. */
final class Report {
  static final int NOTHING_FOUND = 0;
  static final int FOUND = 1;
  static final int NOT_RUN = 2;

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** Runs a search and turns what keeps it from being run into a line and an exit code. */
  static int exitCode(PrintStream out, Search search) {
    try {
      return search.run(new Report(out));
    } catch (NotRun e) {
      out.println("not run: " + e.why());
      return NOT_RUN;
    }
  }

  /** A search that reports and gives its exit code. */
  interface Search {
    int run(Report report);
  }

  void patterns(Patterns patterns) {
    long controls = patterns.all().stream().filter(Pattern::control).count();
    out.printf(
        "looking for %d forms of secrets and %d public controls%n",
        patterns.all().size() - controls, controls);
    patterns.leftOut().forEach(form -> out.println("not looked for, too common: " + form));
  }

  /** The lines of one snapshot: first address and number of each form in each kind of region. */
  void snapshot(String title, Snapshot snapshot) {
    out.printf(
        "%s: %.1f MB searched, %d hits%s%n",
        title, snapshot.bytesSearched() / 1e6, snapshot.hits().size(), unreadable(snapshot));
    if (!snapshot.counts()) {
      out.println("  does not count, control not found: " + snapshot.controlsMissing());
    }
    Map<String, List<Hit>> places = new LinkedHashMap<>();
    for (Hit hit : snapshot.hits()) {
      places
          .computeIfAbsent(
              hit.secret() + ", " + hit.form() + ", in " + hit.region(), place -> new ArrayList<>())
          .add(hit);
    }
    places.forEach((place, hits) ->
        out.printf(
            "  found %s: %d, first at 0x%x%n", place, hits.size(), hits.getFirst().address()));
  }

  private static String unreadable(Snapshot snapshot) {
    var text = new StringBuilder();
    snapshot
        .bytesUnreadable()
        .forEach((mapping, bytes) ->
            text.append(", hidden by the kernel: %s %d kB".formatted(mapping, bytes / 1024)));
    return text.toString();
  }

  /** The last line and the exit code of all snapshots. */
  int conclusion(List<Snapshot> snapshots) {
    long counted = snapshots.stream().filter(Snapshot::counts).count();
    long withHits = snapshots.stream().filter(snapshot -> !snapshot.hits().isEmpty()).count();
    if (withHits > 0) {
      out.printf("FOUND in %d of %d%n", withHits, snapshots.size());
      return FOUND;
    }
    if (counted < snapshots.size()) {
      throw new NotRun(
          "only %d of %d count, so finding nothing means nothing"
              .formatted(counted, snapshots.size()));
    }
    out.printf("nothing found in %d of %d%n", counted, snapshots.size());
    return NOTHING_FOUND;
  }
}

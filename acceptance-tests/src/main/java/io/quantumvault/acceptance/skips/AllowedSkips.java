package io.quantumvault.acceptance.skips;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The list in the tree of reasons for which a test may be skipped. */
record AllowedSkips(List<Entry> entries) {
  /**
   * A line of it.
   *
   * @param missing how the reason of a skip begins
   * @param lack what then must be so on this machine
   */
  record Entry(String missing, Lack lack) {}

  /**
   * Reads the list: on each line how the reason begins, an equals sign, and the word of a {@link
   * Lack}; {@code #} begins a comment.
   *
   * @throws IllegalArgumentException naming the line that is not so
   */
  static AllowedSkips parse(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int sign = line.lastIndexOf('=');
      String missing = sign < 0 ? "" : line.substring(0, sign).strip();
      if (missing.isEmpty()) {
        throw new IllegalArgumentException("not a reason, an equals sign and a lack: " + line);
      }
      entries.add(new Entry(missing, Lack.named(line.substring(sign + 1).strip())));
    }
    return new AllowedSkips(List.copyOf(entries));
  }

  /**
   * Judges one.
   *
   * @param here whether the machine lacks it
   */
  Verdict of(Skip skip, Predicate<Lack> here) {
    Verdict verdict = new Verdict.NotListed();
    for (Entry entry : entries) {
      if (skip.missing().startsWith(entry.missing())) {
        if (here.test(entry.lack())) {
          return new Verdict.Allowed(entry.lack());
        }
        verdict = new Verdict.NotLacking(entry.lack());
      }
    }
    return verdict;
  }
}

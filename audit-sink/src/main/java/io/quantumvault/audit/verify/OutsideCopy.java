package io.quantumvault.audit.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept outside the database.
 *
 * @param note the newest heads checkpoint
 * @param log heads.log beside it: names what was cut off
 */
record OutsideCopy(@Nullable String note, @Nullable Path log) {

  static OutsideCopy read(Arguments arguments) throws IOException {
    Path note = arguments.checkpoint();
    if (note == null) {
      return new OutsideCopy(null, null);
    }
    Path log = note.resolveSibling("heads.log");
    return new OutsideCopy(Files.readString(note), Files.exists(log) ? log : null);
  }

  /** The heads log's leaves between two indexes, as far as they are known. */
  List<String> bodies(long from, long to) throws IOException {
    List<String> bodies = new ArrayList<>();
    if (log != null) {
      try (var lines = Files.lines(log)) {
        List<String> found = lines.skip(from * 3).limit((to - from) * 3).toList();
        for (int i = 0; i + 3 <= found.size(); i += 3) {
          bodies.add(String.join("\n", found.subList(i, i + 3)) + "\n");
        }
      }
    }
    return bodies;
  }
}

package io.quantumvault.forensics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Searches a file, such as a heap dump, the way memory is searched. */
public final class FileSearch {
  private static final int PIECE_BYTES = 1 << 20;

  private FileSearch() {}

  /**
   * What the file holds.
   *
   * @throws NotRun when it cannot be read
   */
  public static Snapshot of(Path file, Patterns patterns) {
    var findings = new Findings(patterns);
    var search =
        new AddressSearch(
            new PatternIndex(patterns.all()),
            (address, pattern) -> findings.found(pattern, RegionKind.DUMP, address));
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      long at = 0;
      for (int got; (got = in.read(piece)) > 0; at += got) {
        search.next(at, piece, got);
        findings.searched(got);
      }
    } catch (IOException e) {
      throw new NotRun("cannot read " + file);
    }
    return findings.snapshot();
  }
}

package io.quantumvault.acceptance.mutants;

/**
 * A source file in which one guard is replaced. White space does not count when it is looked for,
 * so that a formatter may break lines elsewhere; everything else does, so that a guard that moved
 * or changed is noticed.
 */
final class SourceText {
  private final String source;
  private final StringBuilder dense = new StringBuilder();
  private final int[] positions;

  SourceText(String source) {
    this.source = source;
    positions = new int[source.length()];
    for (int i = 0; i < source.length(); i++) {
      if (!Character.isWhitespace(source.charAt(i))) {
        positions[dense.length()] = i;
        dense.append(source.charAt(i));
      }
    }
  }

  /** The source without the guard, which must stand in it exactly once. */
  String without(Guard guard) throws BadGuard {
    String wanted = guard.text().replaceAll("\\s+", "");
    int first = dense.indexOf(wanted);
    if (first < 0) {
      throw new BadGuard("the guard is not in " + guard.type() + "; it has changed or moved.");
    }
    if (dense.indexOf(wanted, first + 1) >= 0) {
      throw new BadGuard("the guard is more than once in " + guard.type() + "; quote more of it.");
    }
    return source.substring(0, positions[first])
        + guard.without()
        + source.substring(positions[first + wanted.length() - 1] + 1);
  }
}

package io.quantumvault.ingest.inbound;

/** Where in a text a reader is, and on which line; lines count from 1. */
final class TextCursor {
  final String text;
  int at;
  int line = 1;

  TextCursor(String text) {
    this.text = text;
  }

  boolean nextIs(char wanted) {
    int next = at;
    while (next < text.length() && " \t".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    return next < text.length() && text.charAt(next) == wanted;
  }

  /**
   * Goes behind the next occurrence, at most to the end of the line or, of a block, of the text.
   */
  void skipTo(String end) {
    int found = text.indexOf(end, at + 1);
    int lineEnd = text.indexOf('\n', at);
    if (found < 0 || (lineEnd >= 0 && lineEnd < found && !end.equals("*/"))) {
      at = lineEnd < 0 ? text.length() : lineEnd;
      return;
    }
    line += (int) text.substring(at, found).chars().filter(c -> c == '\n').count();
    at = found + end.length();
  }

  /** Quotes that word processors and phones put where straight ones were typed. */
  static boolean isTypographic(int codePoint) {
    return (codePoint >= 0x2018 && codePoint <= 0x201f)
        || codePoint == 0xab
        || codePoint == 0xbb
        || (codePoint >= 0x2032 && codePoint <= 0x2036)
        || codePoint == 0xff02
        || codePoint == 0xb4
        || codePoint == '`';
  }
}

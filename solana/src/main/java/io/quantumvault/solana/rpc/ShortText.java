package io.quantumvault.solana.rpc;

/** What somebody else's machine says, made fit to be logged and stored. */
final class ShortText {
  /** Characters of one text of a node that are kept. */
  static final int MOST = 512;

  private ShortText() {}

  /** The beginning, without control characters (a database refuses NUL) and without half pairs. */
  static String of(String text, int most) {
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int length = Character.charCount(point);
      if (out.length() + length > most) {
        return out.append('…').toString();
      }
      boolean printable =
          !Character.isISOControl(point)
              && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
      out.appendCodePoint(printable ? point : ' ');
      at += length;
    }
    return out.toString();
  }
}

package io.quantumvault.ingest.alert;

/** Characters that nobody sees and that make two equal looking texts differ. */
public final class Invisible {
  private Invisible() {}

  /** Where the first one stands; −1 for nowhere. */
  static int firstIn(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (is(text.codePointAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it is one: a space that is none of ASCII, a joiner, a mark of order or direction. */
  public static boolean is(int codePoint) {
    return codePoint > 0x7f
        && (Character.isSpaceChar(codePoint)
            || Character.getType(codePoint) == Character.FORMAT
            || (Character.isISOControl(codePoint)));
  }

  /** Its number, such as {@code U+00A0}. */
  public static String name(int codePoint) {
    return String.format("U+%04X", codePoint);
  }

  static String without(String text) {
    return text.codePoints()
        .filter(codePoint -> !is(codePoint))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

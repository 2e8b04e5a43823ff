package io.quantumvault.forensics;

/**
 * Addresses from the first to before the last.
 *
 * @param from the first
 * @param to behind the last
 */
public record AddressRange(long from, long to) {
  /**
   * Where a JVM with compressed pointers puts its heap; only the name of a region depends on this
   * guess, never whether it is searched.
   */
  public static final AddressRange USUAL_JAVA_HEAP = new AddressRange(0x1000, 32L << 30);

  /** Two hexadecimal numbers with a dash between. */
  static AddressRange parse(String text) {
    String[] ends = text.split("-", 2);
    try {
      return new AddressRange(
          Long.parseUnsignedLong(ends[0], 16), Long.parseUnsignedLong(ends[ends.length - 1], 16));
    } catch (NumberFormatException e) {
      throw new NotRun("not a range of addresses, want such as f8000000-100000000");
    }
  }

  boolean contains(long address) {
    return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) < 0;
  }
}

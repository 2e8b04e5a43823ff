package io.quantumvault.forensics;

/**
 * Searches pieces of an address space that come in rising order, and finds as well what lies across
 * the border of two pieces that touch.
 */
final class AddressSearch {
  /** What is told of each occurrence. */
  interface Found {
    void at(long address, Pattern pattern);
  }

  private final PatternIndex index;
  private final Found found;
  private byte[] window = {};
  private int kept;
  private long end;

  AddressSearch(PatternIndex index, Found found) {
    this.index = index;
    this.found = found;
  }

  /** Searches the first bytes of the piece, which lies at the address. */
  void next(long address, byte[] piece, int length) {
    if (address != end) {
      kept = 0;
    }
    if (window.length < kept + length) {
      byte[] wider = new byte[index.longest() + length];
      System.arraycopy(window, 0, wider, 0, kept);
      window = wider;
    }
    System.arraycopy(piece, 0, window, kept, length);
    int total = kept + length;
    int old = kept;
    long base = address - kept;
    index.search(
        window,
        total,
        (at, pattern) -> {
          // What lies whole in the old part was told of when that was new.
          if (at + pattern.bytes().length > old) {
            found.at(base + at, pattern);
          }
        });
    kept = Math.min(total, index.longest() - 1);
    System.arraycopy(window, total - kept, window, 0, kept);
    end = address + length;
  }
}

package io.quantumvault.forensics;

/**
 * A line of {@code /proc/PID/maps} (proc_pid_maps(5)).
 *
 * @param from the first address
 * @param to the address behind the last
 * @param permissions such as {@code rw-p}
 * @param name the file, a name in brackets, or empty
 */
record Mapping(long from, long to, String permissions, String name) {
  private static final long ARENA = 64L << 20;
  private static final long HIGH = 0x10_0000_0000L;

  static Mapping parse(String line) {
    String[] fields = line.split(" +", 6);
    int dash = fields[0].indexOf('-');
    return new Mapping(
        Long.parseUnsignedLong(fields[0], 0, dash, 16),
        Long.parseUnsignedLong(fields[0], dash + 1, fields[0].length(), 16),
        fields[1],
        fields.length < 6 ? "" : fields[5].strip());
  }

  /** Whether these are pages of the kernel's, which it shows every process. */
  boolean isKernels() {
    return name.startsWith("[vvar") || name.equals("[vsyscall]");
  }

  boolean isAnonymous() {
    return name.isEmpty() || name.startsWith("[anon");
  }

  boolean isReadable() {
    return permissions.startsWith("r");
  }

  /** Whether pages that no page table shows can hold what the process wrote. */
  boolean mayHideItsPages() {
    return permissions.endsWith("s")
        && (name.endsWith("(deleted)") || name.startsWith("/dev/") || name.startsWith("/memfd:"));
  }

  /** Pages of {@code memfd_secret}. */
  boolean isSecret() {
    return name.startsWith("/secretmem");
  }

  boolean contains(long address) {
    return address >= from && address < to;
  }

  /** The C library aligns what it maps for the arenas of threads to their greatest size. */
  boolean looksLikeArena() {
    return from % ARENA == 0 && from > HIGH && permissions.startsWith("rw");
  }
}

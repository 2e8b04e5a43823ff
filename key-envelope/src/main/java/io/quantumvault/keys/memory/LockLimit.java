package io.quantumvault.keys.memory;

/** What to say when the kernel locks no more memory for this process. */
final class LockLimit {
  private static final long KIB = 1024;

  private LockLimit() {}

  /**
   * The message, with the number that is needed.
   *
   * @param limit bytes that may be locked
   * @param inUse bytes of key memory there are already
   * @param wanted bytes that were asked for now
   * @param needed bytes that a service should be allowed
   */
  static String refusal(long limit, long inUse, long wanted, long needed) {
    long enough = (Math.max(needed, inUse + wanted) + KIB - 1) / KIB * KIB;
    if (limit >= enough) {
      return ("the kernel refused %d bytes of key memory (%d in use) though %d may be locked: the"
              + " machine may be short of memory")
          .formatted(wanted, inUse, limit);
    }
    return ("key memory needs %d bytes of locked memory and the limit is %d (RLIMIT_MEMLOCK):"
            + " allow at least %d, with ulimit -l %d, LimitMEMLOCK=%d of systemd, or --ulimit"
            + " memlock=%d of a container")
        .formatted(enough, limit, enough, enough / KIB, enough, enough);
  }
}

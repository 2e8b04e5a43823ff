package io.quantumvault.paper.ledger;

/** Rent exemption: 3480 lamports a byte-year, two years, 128 bytes of overhead. */
public final class Rent {
  private static final long LAMPORTS_PER_BYTE = 2 * 3480L;
  private static final long OVERHEAD_BYTES = 128;

  private Rent() {}

  public static long exemptLamports(long dataBytes) {
    return (dataBytes + OVERHEAD_BYTES) * LAMPORTS_PER_BYTE;
  }
}

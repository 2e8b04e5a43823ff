package io.quantumvault.signer.marks;

/**
 * How far a wallet's ledger was published.
 *
 * @param sequence the last event that was published; no lower one is missing
 * @param slot the highest slot at which an account of the wallet was read or a transaction landed
 */
public record HotMark(long sequence, long slot) {
  /** Of a wallet nothing was published of. */
  public static final HotMark NONE = new HotMark(0, 0);

  /** The same after a publication. */
  public HotMark raised(long published, long at) {
    return new HotMark(Math.max(sequence, published), Math.max(slot, at));
  }
}

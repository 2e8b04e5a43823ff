package io.quantumvault.signer.marks;

import org.jspecify.annotations.Nullable;

/** The books of the partitions that this worker holds. */
public interface MarkBooks {
  /** The book with this wallet's marks; null if another worker holds its partition. */
  @Nullable MarkBook of(String agentWallet);

  /** The book of a partition; null if another worker holds it. */
  @Nullable MarkBook book(int partition);
}

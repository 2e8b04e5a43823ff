package io.quantumvault.control.venue;

import io.quantumvault.solana.address.Address;

/** What has to be read from the chain to build a transaction. */
public interface ChainReads {
  /** A recent blockhash. */
  Address latestBlockhash() throws ChainUnavailableException;

  boolean exists(Address address) throws ChainUnavailableException;
}

package io.quantumvault.control.venue;

/** What has to be read from the chain to build a transaction. */
public interface ChainReads {
  /** A recent blockhash, Base58. */
  String latestBlockhash() throws ChainUnavailableException;

  boolean exists(String address) throws ChainUnavailableException;
}

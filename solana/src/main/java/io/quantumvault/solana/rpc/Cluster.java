package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A public chain, told by the hash of its first block. */
public enum Cluster {
  MAINNET("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"),
  DEVNET("EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG"),
  TESTNET("4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY");

  private final Address genesisHash;

  Cluster(String genesisHash) {
    this.genesisHash = Address.of(genesisHash);
  }

  /** As published; no other chain can have it. */
  public Address genesisHash() {
    return genesisHash;
  }

  /** The cluster that begins with this block, if it is a public one. */
  public static Optional<Cluster> of(Address genesisHash) {
    return Arrays.stream(values()).filter(c -> c.genesisHash.equals(genesisHash)).findFirst();
  }

  /** The public cluster of this name in lower case, such as {@code mainnet}. */
  public static Optional<Cluster> named(String name) {
    return Arrays.stream(values())
        .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}

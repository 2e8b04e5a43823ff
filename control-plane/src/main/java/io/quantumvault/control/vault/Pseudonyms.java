package io.quantumvault.control.vault;

/**
 * Turns a client's address and device into keyed hashes. A plain hash of an IPv4 address is
 * reversed in minutes; without the key this one is not.
 */
public interface Pseudonyms {
  Client of(String address, String device);
}

package io.quantumvault.control.wallet;

/**
 * A server-side wallet's key at rest.
 *
 * @param entropy BIP-39 entropy under the mnemonic key (type 3)
 * @param seed ed25519 seed under the private-key key (type 4)
 */
@SuppressWarnings("ArrayRecordComponent")
public record SealedKeys(byte[] entropy, byte[] seed) {}

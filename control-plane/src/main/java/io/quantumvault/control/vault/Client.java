package io.quantumvault.control.vault;

/**
 * Who asked, told apart without being told: keyed hashes (HMAC-SHA-256) of the client's address and
 * of what it says about its device, and the id of that key.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Client(byte[] addressHash, byte[] deviceHash, String pseudonymKeyId) {}

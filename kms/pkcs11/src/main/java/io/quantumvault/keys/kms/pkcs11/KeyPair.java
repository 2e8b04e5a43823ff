package io.quantumvault.keys.kms.pkcs11;

/** Handles of two halves of one key. */
record KeyPair(long publicKey, long privateKey) {}

package io.quantumvault.signer.claim;

/** The record an intent came in. */
public record Source(String topic, int partition, long offset) {}

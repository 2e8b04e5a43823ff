package io.quantumvault.signer.claim;

/** A refusal for people: a fixed name, and words with the numbers that led to it. */
public record Refusal(RefusalReason reason, String detail) {}

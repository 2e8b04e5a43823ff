package io.quantumvault.paper.ledger;

/** The block an instruction runs in; time in whole seconds since 1970. */
public record BlockContext(long slot, long unixSeconds) {}

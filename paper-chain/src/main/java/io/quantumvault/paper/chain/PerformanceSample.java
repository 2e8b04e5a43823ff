package io.quantumvault.paper.chain;

/**
 * How fast the chain went for about a minute.
 *
 * @param slot newest slot of the sample
 * @param slots slots that passed, skipped ones included
 * @param seconds how long that took by the chain's clock
 */
public record PerformanceSample(long slot, long slots, long transactions, long seconds) {}

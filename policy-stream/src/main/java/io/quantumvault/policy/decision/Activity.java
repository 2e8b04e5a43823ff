package io.quantumvault.policy.decision;

/**
 * Orders approved so far.
 *
 * @param lastMinute in the 60 s before now
 * @param today since 00:00 UTC
 */
public record Activity(int lastMinute, int today) {}

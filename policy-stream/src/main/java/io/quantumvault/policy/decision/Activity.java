package io.quantumvault.policy.decision;

/**
 * Orders approved so far.
 *
 * @param entriesLastMinute in the 60 s before now, exits not among them
 * @param exitsLastMinute the same for exits
 * @param entriesToday since 00:00 UTC
 */
public record Activity(int entriesLastMinute, int exitsLastMinute, int entriesToday) {}

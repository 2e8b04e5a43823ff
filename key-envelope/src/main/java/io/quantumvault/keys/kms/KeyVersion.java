package io.quantumvault.keys.kms;

import java.time.Instant;

/**
 * One version of a wrapping key.
 *
 * @param number from 1, as in the header of what it wrapped
 * @param madeAt when it began to wrap, as far as its provider knows
 */
public record KeyVersion(int number, Instant madeAt) {}

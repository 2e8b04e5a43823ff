package io.quantumvault.policy.decision;

/**
 * One reason with what is wrong in words and numbers, for people.
 *
 * @param detail one sentence without a full stop; holds no secret
 */
public record Refusal(Reason reason, String detail) {}

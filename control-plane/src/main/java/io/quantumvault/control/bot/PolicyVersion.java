package io.quantumvault.control.bot;

import java.time.Instant;

/** One version of a bot's policy. The bytes (canonical JSON) are the authority. */
@SuppressWarnings("ArrayRecordComponent")
public record PolicyVersion(long version, byte[] policy, byte[] sha256, Instant createdAt) {}

package io.quantumvault.audit.log;

/** What is to become the next leaf of a log. */
@SuppressWarnings("ArrayRecordComponent")
public record Entry(long recordOffset, EventIndex event, byte[] leaf) {}

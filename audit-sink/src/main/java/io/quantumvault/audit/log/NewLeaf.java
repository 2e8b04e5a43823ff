package io.quantumvault.audit.log;

/**
 * A leaf row to insert.
 *
 * @param index from 0, without gaps
 * @param recordOffset the record's offset in Kafka; the index itself in the heads log
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewLeaf(long index, long recordOffset, EventIndex event, byte[] leaf, byte[] hash) {}

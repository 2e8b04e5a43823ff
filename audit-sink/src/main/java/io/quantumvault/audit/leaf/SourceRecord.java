package io.quantumvault.audit.leaf;

import org.jspecify.annotations.Nullable;

/**
 * One record as Kafka holds it, bytes untouched. The arrays are not copied.
 *
 * @param timestampMs the record's own time, UTC milliseconds; -1 where it has none
 * @param key null where the record has none
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent")
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestampMs,
    byte @Nullable [] key,
    byte @Nullable [] value) {}

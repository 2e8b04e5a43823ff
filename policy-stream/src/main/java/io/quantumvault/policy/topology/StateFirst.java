package io.quantumvault.policy.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Makes snapshots and execution steps older than any signal. A task with records of several topics
 * at hand takes the oldest next, so it takes what it knows of the state before it decides: after a
 * start the whole backlog of state that the broker has comes first. Deciding on newer state than a
 * signal's own time can only be nearer the truth.
 */
final class StateFirst implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return 0;
  }
}

package io.quantumvault.audit.log;

/**
 * Which log: one per source topic and partition, and one for the heads of all others.
 *
 * @param topic the source topic, or {@code heads}
 */
public record LogName(String topic, int partition) implements Comparable<LogName> {
  /** The log whose leaves are the checkpoint bodies of all other logs, in the order of signing. */
  public static final LogName HEADS = new LogName("heads", 0);

  @Override
  public int compareTo(LogName other) {
    int byTopic = topic.compareTo(other.topic);
    return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return topic + "/" + partition;
  }
}

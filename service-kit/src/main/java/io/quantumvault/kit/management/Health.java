package io.quantumvault.kit.management;

import java.util.List;

/** What a service says of itself. Both are asked by many threads, and answer within seconds. */
public interface Health {
  /** What keeps it from its work now, one sentence each; empty when it is ready. */
  List<String> hindrances();

  /** Why only a new start can help, one sentence each; empty while it lives. */
  default List<String> defects() {
    return List.of();
  }
}

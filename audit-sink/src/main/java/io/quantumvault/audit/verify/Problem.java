package io.quantumvault.audit.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong.
 *
 * @param log as in the report
 * @param index of the first leaf concerned, -1 where it is about the log as a whole
 * @param eventId of that leaf, where it could be read
 */
record Problem(String log, long index, @Nullable UUID eventId, String what) {
  @Override
  public String toString() {
    return log
        + (index < 0 ? "" : " index " + index)
        + (eventId == null ? "" : " event " + eventId)
        + ": "
        + what;
  }
}

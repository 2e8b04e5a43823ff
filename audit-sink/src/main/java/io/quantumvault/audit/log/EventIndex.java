package io.quantumvault.audit.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a leaf can be found by. Taken out of the value where it parses, null where it does not;
 * never part of the leaf's hash.
 *
 * @param occurredAtMs UTC milliseconds
 */
public record EventIndex(
    @Nullable UUID eventId,
    @Nullable UUID correlationId,
    @Nullable String owner,
    @Nullable UUID botId,
    @Nullable Long occurredAtMs) {
  /** Nothing known. */
  public static final EventIndex NONE = new EventIndex(null, null, null, null, null);
}

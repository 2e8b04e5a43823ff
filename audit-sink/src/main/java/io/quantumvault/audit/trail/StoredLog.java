package io.quantumvault.audit.trail;

import io.quantumvault.audit.log.LogHead;

/**
 * A log as it was found in the store.
 *
 * @param checkpointedSize size of the newest checkpoint, 0 where there is none
 */
public record StoredLog(LogHead head, long checkpointedSize) {}

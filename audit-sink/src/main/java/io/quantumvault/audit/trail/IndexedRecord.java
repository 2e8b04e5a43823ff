package io.quantumvault.audit.trail;

import io.quantumvault.audit.leaf.SourceRecord;
import io.quantumvault.audit.log.EventIndex;

/** A record and what it can be found by. */
public record IndexedRecord(SourceRecord record, EventIndex event) {}

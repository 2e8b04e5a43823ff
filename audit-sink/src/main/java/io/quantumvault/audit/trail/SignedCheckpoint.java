package io.quantumvault.audit.trail;

import io.quantumvault.audit.checkpoint.CheckpointBody;

/**
 * A checkpoint row to insert.
 *
 * @param note the whole signed note
 */
public record SignedCheckpoint(CheckpointBody body, String note) {}

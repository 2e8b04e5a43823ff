package io.quantumvault.keys.rotate;

import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.vault.Slot;

/**
 * A slot to be made.
 *
 * @param secret what will open it; stays the caller's to close
 */
public record NewSlot(Slot slot, SecretMemory secret) {}

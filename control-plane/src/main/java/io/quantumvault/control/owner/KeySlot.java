package io.quantumvault.control.owner;

import io.quantumvault.keys.vault.SlotKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way to open the master key.
 *
 * @param templateVersion of the key message; null for recovery codes, as are domain and keySalt
 * @param wrappedUmk the master key sealed by the slot key, then wrapped by the KMS name control
 * @param checkValue tells a wallet that signs differently from an attack
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeySlot(
    UUID id,
    String owner,
    SlotKind kind,
    int version,
    @Nullable Integer templateVersion,
    @Nullable String domain,
    byte @Nullable [] keySalt,
    byte[] wrappedUmk,
    byte[] checkValue) {}

package io.quantumvault.control.exchange;

import java.util.UUID;

/**
 * A key message K to be signed by the wallet. Its signature is a secret.
 *
 * @param text what to sign, byte for byte
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeyMessageAsked(UUID slotId, int templateVersion, byte[] text) {}

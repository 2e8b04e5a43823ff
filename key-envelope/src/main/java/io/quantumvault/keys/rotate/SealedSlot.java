package io.quantumvault.keys.rotate;

/**
 * A slot as it is stored.
 *
 * @param wrappedUmk the master key sealed under the slot key (record type 1), then wrapped by the
 *     KMS name {@code control}
 * @param checkValue 32 bytes that tell another secret from a damaged record
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to or from the database
public record SealedSlot(Slot slot, byte[] wrappedUmk, byte[] checkValue) {}

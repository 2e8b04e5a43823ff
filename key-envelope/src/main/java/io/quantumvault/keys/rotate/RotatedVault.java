package io.quantumvault.keys.rotate;

import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.UmkSlot;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of an owner's records when the master key is replaced, all of it in one
 * transaction.
 *
 * @param umkVersion one more than before
 * @param slots the new slots
 * @param profile record type 2 under the new key, null where there was none
 * @param wallets the same wallets in the same order, sealed under the new key
 * @param endedSlots to be deleted: they open the old master key
 * @param endedGrants to be ended: their execution key opens nothing that is stored now, and their
 *     policy MAC was made with it
 * @param endedOrders to be ended, for the same reason
 */
@SuppressWarnings("ArrayRecordComponent") // rows on their way to the database
public record RotatedVault(
    int umkVersion,
    List<UmkSlot> slots,
    byte @Nullable [] profile,
    List<AgentWalletKeys> wallets,
    Set<UUID> endedSlots,
    Set<UUID> endedGrants,
    Set<UUID> endedOrders) {}

package io.quantumvault.keys.rotate;

import io.quantumvault.keys.vault.AgentWalletKeys;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that hangs on one owner's master key. What is left out here is lost when the key is replaced,
 * so the rows are to be read under a lock that holds until the result is stored.
 *
 * @param umkVersion of the master key
 * @param slots ids of all its key slots
 * @param profile record type 2, null where there is none
 * @param wallets all agent wallets of the owner
 * @param grants ids of the grants that hold an execution key
 * @param orders ids of the owner orders that hold an execution key
 */
@SuppressWarnings("ArrayRecordComponent") // rows on their way from the database
public record VaultRecords(
    int umkVersion,
    Set<UUID> slots,
    byte @Nullable [] profile,
    List<AgentWalletKeys> wallets,
    Set<UUID> grants,
    Set<UUID> orders) {
  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException when a wallet is there twice
   */
  public VaultRecords(
      int umkVersion,
      Set<UUID> slots,
      byte @Nullable [] profile,
      List<AgentWalletKeys> wallets,
      Set<UUID> grants,
      Set<UUID> orders) {
    if (wallets.stream().map(AgentWalletKeys::agent).distinct().count() < wallets.size()) {
      throw new IllegalArgumentException("an agent wallet is there twice");
    }
    this.umkVersion = umkVersion;
    this.slots = Set.copyOf(slots);
    this.profile = profile;
    this.wallets = List.copyOf(wallets);
    this.grants = Set.copyOf(grants);
    this.orders = Set.copyOf(orders);
  }
}

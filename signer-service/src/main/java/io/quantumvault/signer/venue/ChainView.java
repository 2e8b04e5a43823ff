package io.quantumvault.signer.venue;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.Chain.Accounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts as they were at one slot. */
public record ChainView(long slot, Map<Address, AccountData> accounts) {
  /** Copies the map. */
  public ChainView {
    accounts = Map.copyOf(accounts);
  }

  /** What was read for these addresses; absent accounts are left out. */
  public static ChainView of(List<Address> addresses, Accounts read) {
    var found = new HashMap<Address, AccountData>();
    for (int i = 0; i < addresses.size(); i++) {
      var address = addresses.get(i);
      read.accounts().get(i).ifPresent(data -> found.put(address, data));
    }
    return new ChainView(read.slot(), found);
  }

  /** The account, if it exists. */
  public Optional<AccountData> account(Address address) {
    return Optional.ofNullable(accounts.get(address));
  }
}

package io.quantumvault.paper.ledger;

import io.quantumvault.paper.address.Address;
import java.util.HashMap;
import java.util.Map;

/** Accounts by address. A child sees its parent's accounts and keeps its own changes apart. */
public final class Accounts {
  private final Accounts.Source below;
  private final Map<Address, Account> own = new HashMap<>();

  /** Where an account comes from that has not been changed here. */
  @FunctionalInterface
  public interface Source {
    Account get(Address address);
  }

  public Accounts() {
    this(address -> Account.EMPTY);
  }

  private Accounts(Source below) {
    this.below = below;
  }

  /** A copy-on-write view; {@link #applyTo} makes its changes real. */
  public Accounts child() {
    return new Accounts(this::get);
  }

  public Account get(Address address) {
    Account account = own.get(address);
    return account == null ? below.get(address) : account;
  }

  public void put(Address address, Account account) {
    own.put(address, account);
  }

  public Map<Address, Account> changes() {
    return Map.copyOf(own);
  }

  public void applyTo(Accounts target) {
    own.forEach(target::put);
  }
}

package io.quantumvault.paper.ledger;

import io.quantumvault.paper.address.Address;
import java.util.HashMap;
import java.util.Map;

/** Accounts by address. A child sees its parent's accounts and keeps its own changes apart. */
public final class Accounts {
  private final Accounts.Source below;
  private final Accounts.Watcher watcher;
  private final Map<Address, Account> own = new HashMap<>();

  /** Is told what an account was before each change. */
  @FunctionalInterface
  public interface Watcher {
    void changing(Address address, Account before);
  }

  /** Where an account comes from that has not been changed here. */
  @FunctionalInterface
  public interface Source {
    Account get(Address address);
  }

  public Accounts() {
    this((address, before) -> {});
  }

  /** The accounts of a chain, of whose every change somebody is told. */
  public Accounts(Watcher watcher) {
    this(address -> Account.EMPTY, watcher);
  }

  private Accounts(Source below, Watcher watcher) {
    this.below = below;
    this.watcher = watcher;
  }

  /** A copy-on-write view of what a source holds. */
  public static Accounts over(Source source) {
    return new Accounts(source, (address, before) -> {});
  }

  /** A copy-on-write view; {@link #applyTo} makes its changes real. */
  public Accounts child() {
    return over(this::get);
  }

  public Account get(Address address) {
    Account account = own.get(address);
    return account == null ? below.get(address) : account;
  }

  public void put(Address address, Account account) {
    Account before = own.put(address, account);
    watcher.changing(address, before == null ? Account.EMPTY : before);
  }

  public Map<Address, Account> changes() {
    return Map.copyOf(own);
  }

  public void applyTo(Accounts target) {
    own.forEach(target::put);
  }
}

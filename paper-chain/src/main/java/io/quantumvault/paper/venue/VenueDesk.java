package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import java.util.Optional;

/** Carries out what the venue's administrator and the market do. */
public final class VenueDesk {
  private static final int MARKET_STATUS = 1162;
  private static final int EXCHANGE_STATUS = 974;

  private VenueDesk() {}

  public static void apply(
      VenueChange change, Accounts accounts, Keeper keeper, BlockContext block) {
    VenueTerms terms = VenueTerms.of(accounts);
    switch (change) {
      case VenueChange.MarketStatus status ->
          set(accounts, market(status.market()).account(), MARKET_STATUS, status.status());
      case VenueChange.ExchangeStatus status ->
          set(accounts, DriftAddresses.STATE, EXCHANGE_STATUS, status.flags());
      case VenueChange.OracleFrozen oracle ->
          terms.withFrozen(market(oracle.market()), oracle.frozen()).keepIn(accounts);
      case VenueChange.PartialFills fills ->
          terms.withPartialFills(fills.partPpm(), fills.orders()).keepIn(accounts);
      case VenueChange.RejectedOrders orders ->
          terms.withRejectedOrders(orders.orders()).keepIn(accounts);
      case VenueChange.Liquidations liquidations ->
          terms.withLiquidations(liquidations.on()).keepIn(accounts);
      case VenueChange.Funding funding ->
          keeper.users().forEach(user -> payIfCounted(accounts, user, funding, block));
    }
  }

  private static Market market(String name) {
    return Market.named(name).orElseThrow();
  }

  private static void set(Accounts accounts, Address address, int at, int value) {
    Account account = accounts.get(address);
    byte[] data = account.data().clone();
    data[at] = (byte) value;
    accounts.put(address, account.withData(data));
  }

  private static void payIfCounted(
      Accounts accounts, Address address, VenueChange.Funding funding, BlockContext block) {
    try {
      pay(accounts, address, funding, block);
    } catch (ArithmeticException e) {
      // Numbers beyond all measure: this account stays as it is, and a restart comes through here.
      System.getLogger(VenueDesk.class.getName())
          .log(System.Logger.Level.WARNING, "A funding payment cannot be booked", e);
    }
  }

  private static void pay(
      Accounts accounts, Address address, VenueChange.Funding funding, BlockContext block) {
    Account account = accounts.get(address);
    UserAccount user = UserAccount.read(account.data());
    Market market = market(funding.market());
    Optional<PerpPosition> held = user.position(market.index()).filter(p -> p.base() != 0);
    if (held.isEmpty()) {
      return;
    }
    long value = FixedPoint.value(held.get().base(), Oracle.price(accounts, market.oracle()));
    user.fund(held.get(), -FixedPoint.mulDiv(value, funding.ratePpm(), 1_000_000));
    user.active(block.slot());
    accounts.put(address, account.withData(user.toBytes()));
  }

  static int marketStatus(Accounts accounts, Market market) {
    return accounts.get(market.account()).data()[MARKET_STATUS];
  }

  static int exchangeStatus(Accounts accounts) {
    return accounts.get(DriftAddresses.STATE).data()[EXCHANGE_STATUS] & 0xff;
  }
}

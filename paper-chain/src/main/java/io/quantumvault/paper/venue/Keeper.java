package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Does in each block what keepers do on the real venue: expires, triggers and fills orders that
 * rest. Its fills are no transactions of their own.
 */
public final class Keeper {
  private final SortedSet<Address> users = new TreeSet<>();
  private final SortedSet<Address> usersWithOrders = new TreeSet<>();

  /** Tells the keeper that an account changed. */
  public void saw(Address address, Account account) {
    if (!account.owner().equals(DriftAddresses.PROGRAM) || !UserAccount.isUser(account.data())) {
      return;
    }
    users.add(address);
    if (UserAccount.hasOrders(account.data())) {
      usersWithOrders.add(address);
    } else {
      usersWithOrders.remove(address);
    }
  }

  /** Every trading account there is. */
  List<Address> users() {
    return List.copyOf(users);
  }

  public void tick(Accounts accounts, VenueSettings settings, BlockContext block) {
    if (VenueTerms.of(accounts).liquidations()) {
      liquidate(accounts, block);
    }
    for (Address address : new ArrayList<>(usersWithOrders)) {
      try {
        tend(address, accounts, settings, block);
      } catch (ArithmeticException e) {
        // Numbers beyond all measure: the account stays as it is and the others go on.
        System.getLogger(Keeper.class.getName())
            .log(System.Logger.Level.WARNING, "An order cannot be tended", e);
      }
    }
  }

  private void liquidate(Accounts accounts, BlockContext block) {
    for (Address address : users()) {
      try {
        Account next = Liquidator.tend(address, accounts, block);
        accounts.put(address, next);
        saw(address, next);
      } catch (ArithmeticException e) {
        System.getLogger(Keeper.class.getName())
            .log(System.Logger.Level.WARNING, "An account cannot be liquidated", e);
      }
    }
  }

  private void tend(
      Address address, Accounts accounts, VenueSettings settings, BlockContext block) {
    Account account = accounts.get(address);
    UserAccount user = UserAccount.read(account.data());
    List<OrderSlot> orders = user.openOrders().toList();
    boolean changed = false;
    for (OrderSlot order : orders) {
      changed |= tend(user, order, accounts, settings, block);
    }
    if (changed) {
      Account next = account.withData(user.toBytes());
      accounts.put(address, next);
      saw(address, next);
    }
  }

  private static boolean tend(
      UserAccount user,
      OrderSlot order,
      Accounts accounts,
      VenueSettings settings,
      BlockContext block) {
    if (order.maxTs() != 0 && block.unixSeconds() > order.maxTs()) {
      user.close(order);
      return true;
    }
    Market market = Market.at(order.marketIndex()).orElseThrow();
    if (!Gates.keepersWork(market, accounts, block)) {
      return false;
    }
    long oracle = Oracle.price(accounts, market.oracle());
    if (order.awaitsTrigger()) {
      return trigger(user, order, oracle, block);
    }
    if (block.slot() < order.slot() + settings.fillLatencySlots()) {
      return false;
    }
    new Fills(settings).fill(user, order, Quote.around(oracle, market, settings), accounts);
    return !order.isOpen();
  }

  private static boolean trigger(
      UserAccount user, OrderSlot order, long oracle, BlockContext block) {
    boolean above = order.triggerCondition() == OrderParams.TriggerCondition.ABOVE.code();
    if (above ? oracle < order.triggerPrice() : oracle > order.triggerPrice()) {
      return false;
    }
    order.triggered(block.slot());
    user.position(order.marketIndex())
        .orElseThrow(() -> new IllegalStateException("an order without its position"))
        .addOpen(order.direction(), order.base() - order.filled());
    return true;
  }
}
